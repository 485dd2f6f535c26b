// Original file: proto/dbosd/v1/worker_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * A deadline is recorded.
 */
export interface DeadlineRecorded {
  /**
   * What is left of it by the database's clock; zero: it is over.
   */
  'remaining'?: (_google_protobuf_Duration | null);
}

/**
 * A deadline is recorded.
 */
export interface DeadlineRecorded__Output {
  /**
   * What is left of it by the database's clock; zero: it is over.
   */
  'remaining': (_google_protobuf_Duration__Output | null);
}
