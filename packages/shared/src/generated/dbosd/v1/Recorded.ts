// Original file: proto/dbosd/v1/worker_service.proto


/**
 * It is done, now or before.
 */
export interface Recorded {
}

/**
 * It is done, now or before.
 */
export interface Recorded__Output {
}
