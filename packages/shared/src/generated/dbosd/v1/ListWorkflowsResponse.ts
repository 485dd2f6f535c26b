// Original file: proto/dbosd/v1/workflow_service.proto

import type { Workflow as _dbosd_v1_Workflow, Workflow__Output as _dbosd_v1_Workflow__Output } from '../../dbosd/v1/Workflow.js';

/**
 * Response of ListWorkflows.
 */
export interface ListWorkflowsResponse {
  /**
   * The workflows by their time of creation, those of one millisecond by their id. A page ends before its values pass
   * 1 MiB, but holds one workflow at least; and it ends, full or not, even empty, where it has passed over 10,000 that
   * the filter does not take.
   */
  'workflows'?: (_dbosd_v1_Workflow)[];
  /**
   * Gets the next page, also of a page without workflows. Empty: this was the last one.
   */
  'nextPageToken'?: (string);
}

/**
 * Response of ListWorkflows.
 */
export interface ListWorkflowsResponse__Output {
  /**
   * The workflows by their time of creation, those of one millisecond by their id. A page ends before its values pass
   * 1 MiB, but holds one workflow at least; and it ends, full or not, even empty, where it has passed over 10,000 that
   * the filter does not take.
   */
  'workflows': (_dbosd_v1_Workflow__Output)[];
  /**
   * Gets the next page, also of a page without workflows. Empty: this was the last one.
   */
  'nextPageToken': (string);
}
