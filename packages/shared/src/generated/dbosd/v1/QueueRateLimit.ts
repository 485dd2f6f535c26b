// Original file: proto/dbosd/v1/queue_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * A limit of starts in a period.
 */
export interface QueueRateLimit {
  /**
   * The most that are started in a period. At least 0.
   */
  'limit'?: (number);
  /**
   * The period. More than 0.
   */
  'period'?: (_google_protobuf_Duration | null);
}

/**
 * A limit of starts in a period.
 */
export interface QueueRateLimit__Output {
  /**
   * The most that are started in a period. At least 0.
   */
  'limit': (number);
  /**
   * The period. More than 0.
   */
  'period': (_google_protobuf_Duration__Output | null);
}
