// Original file: proto/dbosd/v1/message_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';

/**
 * A message to one workflow.
 */
export interface OutgoingMessage {
  /**
   * The workflow that shall receive it. 1 to 1,280 bytes.
   */
  'destinationId'?: (string);
  /**
   * The message.
   */
  'payload'?: (_dbosd_v1_Payload | null);
  /**
   * The topic, 1 to 1,024 bytes. Absent: no topic; only a recv without a topic sees it.
   */
  'topic'?: (string);
  /**
   * Makes sending again safe, 1 to 1,024 bytes, scoped to the destination: the first message under a key stands,
   * and a second one answers with its id. It lives as long as the message's row: until 7 days after
   * consumption at least. Absent: each request is a message of its own.
   */
  'idempotencyKey'?: (string);
  '_topic'?: "topic";
  '_idempotencyKey'?: "idempotencyKey";
}

/**
 * A message to one workflow.
 */
export interface OutgoingMessage__Output {
  /**
   * The workflow that shall receive it. 1 to 1,280 bytes.
   */
  'destinationId': (string);
  /**
   * The message.
   */
  'payload': (_dbosd_v1_Payload__Output | null);
  /**
   * The topic, 1 to 1,024 bytes. Absent: no topic; only a recv without a topic sees it.
   */
  'topic'?: (string);
  /**
   * Makes sending again safe, 1 to 1,024 bytes, scoped to the destination: the first message under a key stands,
   * and a second one answers with its id. It lives as long as the message's row: until 7 days after
   * consumption at least. Absent: each request is a message of its own.
   */
  'idempotencyKey'?: (string);
  '_topic'?: "topic";
  '_idempotencyKey'?: "idempotencyKey";
}
