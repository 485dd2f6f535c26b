// Original file: proto/third_party/google/rpc/error_details.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * When a retry can help.
 */
export interface RetryInfo {
  /**
   * Wait at least this long before trying again.
   */
  'retryDelay'?: (_google_protobuf_Duration | null);
}

/**
 * When a retry can help.
 */
export interface RetryInfo__Output {
  /**
   * Wait at least this long before trying again.
   */
  'retryDelay': (_google_protobuf_Duration__Output | null);
}
