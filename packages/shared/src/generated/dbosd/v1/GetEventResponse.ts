// Original file: proto/dbosd/v1/event_service.proto

import type { EventValue as _dbosd_v1_EventValue, EventValue__Output as _dbosd_v1_EventValue__Output } from '../../dbosd/v1/EventValue.js';
import type { TimedOut as _dbosd_v1_TimedOut, TimedOut__Output as _dbosd_v1_TimedOut__Output } from '../../dbosd/v1/TimedOut.js';
import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from '../../dbosd/v1/NotYet.js';
import type { WorkflowEnded as _dbosd_v1_WorkflowEnded, WorkflowEnded__Output as _dbosd_v1_WorkflowEnded__Output } from '../../dbosd/v1/WorkflowEnded.js';

/**
 * Response of GetEvent.
 */
export interface GetEventResponse {
  /**
   * The event is set; this is its value.
   */
  'value'?: (_dbosd_v1_EventValue | null);
  /**
   * The timeout is over, and the event is not set.
   */
  'timedOut'?: (_dbosd_v1_TimedOut | null);
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (_dbosd_v1_NotYet | null);
  /**
   * The workflow has ended and has not set the event.
   */
  'workflowEnded'?: (_dbosd_v1_WorkflowEnded | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "value"|"timedOut"|"notYet"|"workflowEnded";
}

/**
 * Response of GetEvent.
 */
export interface GetEventResponse__Output {
  /**
   * The event is set; this is its value.
   */
  'value'?: (_dbosd_v1_EventValue__Output | null);
  /**
   * The timeout is over, and the event is not set.
   */
  'timedOut'?: (_dbosd_v1_TimedOut__Output | null);
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (_dbosd_v1_NotYet__Output | null);
  /**
   * The workflow has ended and has not set the event.
   */
  'workflowEnded'?: (_dbosd_v1_WorkflowEnded__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "value"|"timedOut"|"notYet"|"workflowEnded";
}
