// Original file: proto/dbosd/v1/worker_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';

/**
 * Sends a message from a workflow.
 */
export interface SendMessage {
  /**
   * The workflow that shall receive it. 1 to 1,280 bytes. WORKFLOW_NOT_FOUND with metadata `destination_id` when it is
   * missing; nothing is recorded then.
   */
  'destinationId'?: (string);
  /**
   * The message.
   */
  'payload'?: (_dbosd_v1_Payload | null);
  /**
   * The topic, 1 to 1,024 bytes. Absent: none.
   */
  'topic'?: (string);
  /**
   * As in OutgoingMessage. Absent: none.
   */
  'idempotencyKey'?: (string);
  /**
   * Inside a step, without a key: the message's own id, a UUID made by the worker, so that a repeat after a broken
   * stream is the same message. Absent: the daemon makes one.
   */
  'messageId'?: (string);
  '_topic'?: "topic";
  '_idempotencyKey'?: "idempotencyKey";
  '_messageId'?: "messageId";
}

/**
 * Sends a message from a workflow.
 */
export interface SendMessage__Output {
  /**
   * The workflow that shall receive it. 1 to 1,280 bytes. WORKFLOW_NOT_FOUND with metadata `destination_id` when it is
   * missing; nothing is recorded then.
   */
  'destinationId': (string);
  /**
   * The message.
   */
  'payload': (_dbosd_v1_Payload__Output | null);
  /**
   * The topic, 1 to 1,024 bytes. Absent: none.
   */
  'topic'?: (string);
  /**
   * As in OutgoingMessage. Absent: none.
   */
  'idempotencyKey'?: (string);
  /**
   * Inside a step, without a key: the message's own id, a UUID made by the worker, so that a repeat after a broken
   * stream is the same message. Absent: the daemon makes one.
   */
  'messageId'?: (string);
  '_topic'?: "topic";
  '_idempotencyKey'?: "idempotencyKey";
  '_messageId'?: "messageId";
}
