// Original file: proto/dbosd/v1/stream_service.proto


/**
 * Only what comes.
 */
export interface Tail {
}

/**
 * Only what comes.
 */
export interface Tail__Output {
}
