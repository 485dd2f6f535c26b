// Original file: proto/dbosd/v1/worker_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';
import type { TimedOut as _dbosd_v1_TimedOut, TimedOut__Output as _dbosd_v1_TimedOut__Output } from '../../dbosd/v1/TimedOut.js';
import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from '../../dbosd/v1/NotYet.js';

/**
 * What a Receive ended with.
 */
export interface Received {
  /**
   * The message, consumed and recorded.
   */
  'message'?: (_dbosd_v1_Payload | null);
  /**
   * The time is over, and that is recorded.
   */
  'timedOut'?: (_dbosd_v1_TimedOut | null);
  /**
   * The daemon drains, or the worker takes too little of what it is sent. Nothing is lost, also what may be recorded
   * already: ask again, of a daemon that drains elsewhere.
   */
  'notYet'?: (_dbosd_v1_NotYet | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "message"|"timedOut"|"notYet";
}

/**
 * What a Receive ended with.
 */
export interface Received__Output {
  /**
   * The message, consumed and recorded.
   */
  'message'?: (_dbosd_v1_Payload__Output | null);
  /**
   * The time is over, and that is recorded.
   */
  'timedOut'?: (_dbosd_v1_TimedOut__Output | null);
  /**
   * The daemon drains, or the worker takes too little of what it is sent. Nothing is lost, also what may be recorded
   * already: ask again, of a daemon that drains elsewhere.
   */
  'notYet'?: (_dbosd_v1_NotYet__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "message"|"timedOut"|"notYet";
}
