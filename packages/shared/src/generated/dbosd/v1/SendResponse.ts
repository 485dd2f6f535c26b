// Original file: proto/dbosd/v1/message_service.proto

import type { WorkflowStatus as _dbosd_v1_WorkflowStatus, WorkflowStatus__Output as _dbosd_v1_WorkflowStatus__Output } from '../../dbosd/v1/WorkflowStatus.js';

/**
 * What became of a message.
 */
export interface SendResponse {
  /**
   * The id of the stored message.
   */
  'messageId'?: (string);
  /**
   * A message under this idempotency key had been sent before; that one stands, nothing was written.
   */
  'duplicate'?: (boolean);
  /**
   * The message sent before is another one: its topic, format or text is not byte for byte the same.
   */
  'differs'?: (boolean);
  /**
   * The destination's status when the message was written.
   */
  'destinationStatus'?: (_dbosd_v1_WorkflowStatus);
}

/**
 * What became of a message.
 */
export interface SendResponse__Output {
  /**
   * The id of the stored message.
   */
  'messageId': (string);
  /**
   * A message under this idempotency key had been sent before; that one stands, nothing was written.
   */
  'duplicate': (boolean);
  /**
   * The message sent before is another one: its topic, format or text is not byte for byte the same.
   */
  'differs': (boolean);
  /**
   * The destination's status when the message was written.
   */
  'destinationStatus': (_dbosd_v1_WorkflowStatus__Output);
}
