// Original file: proto/dbosd/v1/worker_service.proto


/**
 * A message is stored.
 */
export interface MessageSent {
  /**
   * The id of the stored message.
   */
  'messageId'?: (string);
  /**
   * Another one had been sent under its idempotency key; that one stands.
   */
  'duplicate'?: (boolean);
}

/**
 * A message is stored.
 */
export interface MessageSent__Output {
  /**
   * The id of the stored message.
   */
  'messageId': (string);
  /**
   * Another one had been sent under its idempotency key; that one stands.
   */
  'duplicate': (boolean);
}
