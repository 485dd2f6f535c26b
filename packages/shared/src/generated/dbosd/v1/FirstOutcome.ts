// Original file: proto/dbosd/v1/workflow_service.proto

import type { WorkflowOutcome as _dbosd_v1_WorkflowOutcome, WorkflowOutcome__Output as _dbosd_v1_WorkflowOutcome__Output } from '../../dbosd/v1/WorkflowOutcome.js';

/**
 * The workflow that ended first, and how.
 */
export interface FirstOutcome {
  /**
   * The workflow.
   */
  'workflowId'?: (string);
  /**
   * How it ended.
   */
  'outcome'?: (_dbosd_v1_WorkflowOutcome | null);
}

/**
 * The workflow that ended first, and how.
 */
export interface FirstOutcome__Output {
  /**
   * The workflow.
   */
  'workflowId': (string);
  /**
   * How it ended.
   */
  'outcome': (_dbosd_v1_WorkflowOutcome__Output | null);
}
