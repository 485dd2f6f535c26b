// Original file: proto/dbosd/v1/workflow_service.proto

import type { WorkflowStep as _dbosd_v1_WorkflowStep, WorkflowStep__Output as _dbosd_v1_WorkflowStep__Output } from '../../dbosd/v1/WorkflowStep.js';

/**
 * Response of ListWorkflowSteps.
 */
export interface ListWorkflowStepsResponse {
  /**
   * The steps by their number. A page ends before its values pass 1 MiB, but holds one step at least.
   */
  'steps'?: (_dbosd_v1_WorkflowStep)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken'?: (string);
}

/**
 * Response of ListWorkflowSteps.
 */
export interface ListWorkflowStepsResponse__Output {
  /**
   * The steps by their number. A page ends before its values pass 1 MiB, but holds one step at least.
   */
  'steps': (_dbosd_v1_WorkflowStep__Output)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken': (string);
}
