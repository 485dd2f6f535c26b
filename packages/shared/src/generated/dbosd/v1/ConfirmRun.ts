// Original file: proto/dbosd/v1/worker_service.proto


/**
 * Asks whether the workflow still runs under the token: it fails as every operation does where it does not. A worker asks
 * before a step begins when its last proof is older than 1 s; an operation that has been carried out proves it for the time
 * when it was sent, and an assignment for the time when it came. Takes no `function_id` and no `started_at`.
 */
export interface ConfirmRun {
}

/**
 * Asks whether the workflow still runs under the token: it fails as every operation does where it does not. A worker asks
 * before a step begins when its last proof is older than 1 s; an operation that has been carried out proves it for the time
 * when it was sent, and an assignment for the time when it came. Takes no `function_id` and no `started_at`.
 */
export interface ConfirmRun__Output {
}
