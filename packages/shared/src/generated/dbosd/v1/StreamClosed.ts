// Original file: proto/dbosd/v1/stream_service.proto


/**
 * The stream was closed by its workflow.
 */
export interface StreamClosed {
}

/**
 * The stream was closed by its workflow.
 */
export interface StreamClosed__Output {
}
