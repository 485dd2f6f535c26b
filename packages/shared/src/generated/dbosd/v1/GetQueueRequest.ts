// Original file: proto/dbosd/v1/queue_service.proto


/**
 * Request of GetQueue.
 */
export interface GetQueueRequest {
  /**
   * The queue's name, 1 to 255 bytes.
   */
  'name'?: (string);
}

/**
 * Request of GetQueue.
 */
export interface GetQueueRequest__Output {
  /**
   * The queue's name, 1 to 255 bytes.
   */
  'name': (string);
}
