// Original file: proto/dbosd/v1/worker_service.proto


/**
 * The worker ends.
 */
export interface WorkerGoodbye {
}

/**
 * The worker ends.
 */
export interface WorkerGoodbye__Output {
}
