// Original file: proto/dbosd/v1/worker_service.proto


/**
 * Closes a stream of the workflow. Closing it twice is fine.
 */
export interface CloseStream {
  /**
   * The stream. 1 to 1,024 bytes.
   */
  'key'?: (string);
}

/**
 * Closes a stream of the workflow. Closing it twice is fine.
 */
export interface CloseStream__Output {
  /**
   * The stream. 1 to 1,024 bytes.
   */
  'key': (string);
}
