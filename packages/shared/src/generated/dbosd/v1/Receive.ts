// Original file: proto/dbosd/v1/worker_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Waits for the next message of a topic and consumes it: message and checkpoint commit together. TOO_MANY_WAITS beyond
 * 100,000 that wait on one stream: try again.
 */
export interface Receive {
  /**
   * The topic, 1 to 1,024 bytes. Absent: messages without one.
   */
  'topic'?: (string);
  /**
   * How long to wait, from when it was first asked for. Zero or negative: one look.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * Where its deadline is recorded (a `DBOS.sleep`): the function id behind its own. Absent: it has none (timeout zero).
   */
  'deadlineFunctionId'?: (number);
  /**
   * The largest message received, in bytes; a larger one fails with VALUE_TOO_LARGE and is not consumed. From 1 to
   * 67108864 (64 MiB). Absent: 3145728 (3 MiB).
   */
  'maxValueBytes'?: (number | string | Long);
  '_topic'?: "topic";
  '_deadlineFunctionId'?: "deadlineFunctionId";
  '_maxValueBytes'?: "maxValueBytes";
}

/**
 * Waits for the next message of a topic and consumes it: message and checkpoint commit together. TOO_MANY_WAITS beyond
 * 100,000 that wait on one stream: try again.
 */
export interface Receive__Output {
  /**
   * The topic, 1 to 1,024 bytes. Absent: messages without one.
   */
  'topic'?: (string);
  /**
   * How long to wait, from when it was first asked for. Zero or negative: one look.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * Where its deadline is recorded (a `DBOS.sleep`): the function id behind its own. Absent: it has none (timeout zero).
   */
  'deadlineFunctionId'?: (number);
  /**
   * The largest message received, in bytes; a larger one fails with VALUE_TOO_LARGE and is not consumed. From 1 to
   * 67108864 (64 MiB). Absent: 3145728 (3 MiB).
   */
  'maxValueBytes'?: (number);
  '_topic'?: "topic";
  '_deadlineFunctionId'?: "deadlineFunctionId";
  '_maxValueBytes'?: "maxValueBytes";
}
