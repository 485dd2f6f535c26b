// Original file: proto/dbosd/v1/workflow_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';

/**
 * A message to a workflow that is enqueued with it.
 */
export interface FirstMessage {
  /**
   * The value.
   */
  'payload'?: (_dbosd_v1_Payload | null);
  /**
   * Its topic, 1 to 1,024 bytes. Absent: none.
   */
  'topic'?: (string);
  /**
   * Makes sending it again safe, 1 to 1,024 bytes. Needed where the workflow has a `request_id`. Absent: a repeat is a
   * message of its own.
   */
  'idempotencyKey'?: (string);
  '_topic'?: "topic";
  '_idempotencyKey'?: "idempotencyKey";
}

/**
 * A message to a workflow that is enqueued with it.
 */
export interface FirstMessage__Output {
  /**
   * The value.
   */
  'payload': (_dbosd_v1_Payload__Output | null);
  /**
   * Its topic, 1 to 1,024 bytes. Absent: none.
   */
  'topic'?: (string);
  /**
   * Makes sending it again safe, 1 to 1,024 bytes. Needed where the workflow has a `request_id`. Absent: a repeat is a
   * message of its own.
   */
  'idempotencyKey'?: (string);
  '_topic'?: "topic";
  '_idempotencyKey'?: "idempotencyKey";
}
