// Original file: proto/dbosd/v1/worker_service.proto

import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from '../../google/rpc/Status.js';

/**
 * A workflow that a worker must stop.
 */
export interface WorkflowStop {
  /**
   * The workflow.
   */
  'workflowId'?: (string);
  /**
   * The token under which the worker runs it. Under another one it may go on.
   */
  'ownerToken'?: (string);
  /**
   * Why, as an operation of the workflow would fail: WORKFLOW_CANCELLED, WORKFLOW_NOT_ACTIVE, WORKFLOW_NOT_FOUND or
   * OWNERSHIP_LOST.
   */
  'cause'?: (_google_rpc_Status | null);
}

/**
 * A workflow that a worker must stop.
 */
export interface WorkflowStop__Output {
  /**
   * The workflow.
   */
  'workflowId': (string);
  /**
   * The token under which the worker runs it. Under another one it may go on.
   */
  'ownerToken': (string);
  /**
   * Why, as an operation of the workflow would fail: WORKFLOW_CANCELLED, WORKFLOW_NOT_ACTIVE, WORKFLOW_NOT_FOUND or
   * OWNERSHIP_LOST.
   */
  'cause': (_google_rpc_Status__Output | null);
}
