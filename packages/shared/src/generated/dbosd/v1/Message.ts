// Original file: proto/dbosd/v1/message_service.proto

import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from '../../dbosd/v1/Value.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * A stored message.
 */
export interface Message {
  /**
   * Its id: `<idempotency key>::<destination>`, or one that the sender's side made.
   */
  'messageId'?: (string);
  /**
   * Its topic. Absent: none.
   */
  'topic'?: (string);
  /**
   * The message itself.
   */
  'value'?: (_dbosd_v1_Value | null);
  /**
   * When it was sent, by the database's clock; recv goes by this order.
   */
  'sentAt'?: (_google_protobuf_Timestamp | null);
  /**
   * A recv has consumed it.
   */
  'consumed'?: (boolean);
  /**
   * The function id of the recv that consumed it. Absent: not consumed, or by a DBOS that does not record it.
   */
  'consumedByFunctionId'?: (number);
  '_topic'?: "topic";
  '_consumedByFunctionId'?: "consumedByFunctionId";
}

/**
 * A stored message.
 */
export interface Message__Output {
  /**
   * Its id: `<idempotency key>::<destination>`, or one that the sender's side made.
   */
  'messageId': (string);
  /**
   * Its topic. Absent: none.
   */
  'topic'?: (string);
  /**
   * The message itself.
   */
  'value': (_dbosd_v1_Value__Output | null);
  /**
   * When it was sent, by the database's clock; recv goes by this order.
   */
  'sentAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * A recv has consumed it.
   */
  'consumed': (boolean);
  /**
   * The function id of the recv that consumed it. Absent: not consumed, or by a DBOS that does not record it.
   */
  'consumedByFunctionId'?: (number);
  '_topic'?: "topic";
  '_consumedByFunctionId'?: "consumedByFunctionId";
}
