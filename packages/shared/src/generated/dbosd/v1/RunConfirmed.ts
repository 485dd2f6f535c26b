// Original file: proto/dbosd/v1/worker_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * The workflow runs under the token.
 */
export interface RunConfirmed {
  /**
   * How long ago that was read from its row, at most.
   */
  'age'?: (_google_protobuf_Duration | null);
}

/**
 * The workflow runs under the token.
 */
export interface RunConfirmed__Output {
  /**
   * How long ago that was read from its row, at most.
   */
  'age': (_google_protobuf_Duration__Output | null);
}
