// Original file: proto/dbosd/v1/workflow_service.proto

import type { FirstOutcome as _dbosd_v1_FirstOutcome, FirstOutcome__Output as _dbosd_v1_FirstOutcome__Output } from '../../dbosd/v1/FirstOutcome.js';
import type { TimedOut as _dbosd_v1_TimedOut, TimedOut__Output as _dbosd_v1_TimedOut__Output } from '../../dbosd/v1/TimedOut.js';
import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from '../../dbosd/v1/NotYet.js';

/**
 * Response of AwaitFirst.
 */
export interface AwaitFirstResponse {
  /**
   * A workflow has ended; of several, the one that ended first.
   */
  'completed'?: (_dbosd_v1_FirstOutcome | null);
  /**
   * The timeout is over, and none has ended.
   */
  'timedOut'?: (_dbosd_v1_TimedOut | null);
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (_dbosd_v1_NotYet | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "completed"|"timedOut"|"notYet";
}

/**
 * Response of AwaitFirst.
 */
export interface AwaitFirstResponse__Output {
  /**
   * A workflow has ended; of several, the one that ended first.
   */
  'completed'?: (_dbosd_v1_FirstOutcome__Output | null);
  /**
   * The timeout is over, and none has ended.
   */
  'timedOut'?: (_dbosd_v1_TimedOut__Output | null);
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (_dbosd_v1_NotYet__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "completed"|"timedOut"|"notYet";
}
