// Original file: proto/dbosd/v1/stream_service.proto

import type { StreamValue as _dbosd_v1_StreamValue, StreamValue__Output as _dbosd_v1_StreamValue__Output } from '../../dbosd/v1/StreamValue.js';
import type { TimedOut as _dbosd_v1_TimedOut, TimedOut__Output as _dbosd_v1_TimedOut__Output } from '../../dbosd/v1/TimedOut.js';
import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from '../../dbosd/v1/NotYet.js';
import type { StreamEnd as _dbosd_v1_StreamEnd, StreamEnd__Output as _dbosd_v1_StreamEnd__Output } from '../../dbosd/v1/StreamEnd.js';

/**
 * Response of ReadStreamOffset.
 */
export interface ReadStreamOffsetResponse {
  /**
   * The value.
   */
  'value'?: (_dbosd_v1_StreamValue | null);
  /**
   * The timeout is over, and the value has not come.
   */
  'timedOut'?: (_dbosd_v1_TimedOut | null);
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (_dbosd_v1_NotYet | null);
  /**
   * The stream ended before that offset.
   */
  'end'?: (_dbosd_v1_StreamEnd | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "value"|"timedOut"|"notYet"|"end";
}

/**
 * Response of ReadStreamOffset.
 */
export interface ReadStreamOffsetResponse__Output {
  /**
   * The value.
   */
  'value'?: (_dbosd_v1_StreamValue__Output | null);
  /**
   * The timeout is over, and the value has not come.
   */
  'timedOut'?: (_dbosd_v1_TimedOut__Output | null);
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (_dbosd_v1_NotYet__Output | null);
  /**
   * The stream ended before that offset.
   */
  'end'?: (_dbosd_v1_StreamEnd__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "value"|"timedOut"|"notYet"|"end";
}
