// Original file: proto/dbosd/v1/queue_service.proto


/**
 * Request of DeleteQueue.
 */
export interface DeleteQueueRequest {
  /**
   * The queue's name, 1 to 255 bytes.
   */
  'name'?: (string);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

/**
 * Request of DeleteQueue.
 */
export interface DeleteQueueRequest__Output {
  /**
   * The queue's name, 1 to 255 bytes.
   */
  'name': (string);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}
