// Original file: proto/dbosd/v1/workflow_service.proto

import type { WorkflowOutcome as _dbosd_v1_WorkflowOutcome, WorkflowOutcome__Output as _dbosd_v1_WorkflowOutcome__Output } from '../../dbosd/v1/WorkflowOutcome.js';
import type { TimedOut as _dbosd_v1_TimedOut, TimedOut__Output as _dbosd_v1_TimedOut__Output } from '../../dbosd/v1/TimedOut.js';
import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from '../../dbosd/v1/NotYet.js';

/**
 * Response of AwaitWorkflow.
 */
export interface AwaitWorkflowResponse {
  /**
   * The workflow has ended.
   */
  'completed'?: (_dbosd_v1_WorkflowOutcome | null);
  /**
   * The timeout is over, and the workflow has not ended.
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
 * Response of AwaitWorkflow.
 */
export interface AwaitWorkflowResponse__Output {
  /**
   * The workflow has ended.
   */
  'completed'?: (_dbosd_v1_WorkflowOutcome__Output | null);
  /**
   * The timeout is over, and the workflow has not ended.
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
