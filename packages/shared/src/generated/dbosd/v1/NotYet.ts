// Original file: proto/dbosd/v1/values.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * The daemon ends this hold early (a unary call after 55 s, a session's wait after 10 min, any wait when the
 * daemon drains). Nothing has come yet: ask again for the rest.
 */
export interface NotYet {
  /**
   * What is left of the caller's timeout.
   */
  'remaining'?: (_google_protobuf_Duration | null);
  /**
   * Of AwaitWorkflow and AwaitFirst: all that is waited for exists now. Ask again without `wait_for_start`, so that what
   * is deleted in between is not waited for.
   */
  'exists'?: (boolean);
}

/**
 * The daemon ends this hold early (a unary call after 55 s, a session's wait after 10 min, any wait when the
 * daemon drains). Nothing has come yet: ask again for the rest.
 */
export interface NotYet__Output {
  /**
   * What is left of the caller's timeout.
   */
  'remaining': (_google_protobuf_Duration__Output | null);
  /**
   * Of AwaitWorkflow and AwaitFirst: all that is waited for exists now. Ask again without `wait_for_start`, so that what
   * is deleted in between is not waited for.
   */
  'exists': (boolean);
}
