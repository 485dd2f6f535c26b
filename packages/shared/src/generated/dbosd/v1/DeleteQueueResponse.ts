// Original file: proto/dbosd/v1/queue_service.proto


/**
 * Response of DeleteQueue.
 */
export interface DeleteQueueResponse {
  /**
   * It was there.
   */
  'deleted'?: (boolean);
}

/**
 * Response of DeleteQueue.
 */
export interface DeleteQueueResponse__Output {
  /**
   * It was there.
   */
  'deleted': (boolean);
}
