// Original file: proto/dbosd/v1/values.proto

import type { WorkflowStatus as _dbosd_v1_WorkflowStatus, WorkflowStatus__Output as _dbosd_v1_WorkflowStatus__Output } from '../../dbosd/v1/WorkflowStatus.js';

/**
 * The workflow has ended, so what is waited for will not come. It speaks of that moment: after a resume, ask
 * again.
 */
export interface WorkflowEnded {
  /**
   * The terminal status.
   */
  'status'?: (_dbosd_v1_WorkflowStatus);
}

/**
 * The workflow has ended, so what is waited for will not come. It speaks of that moment: after a resume, ask
 * again.
 */
export interface WorkflowEnded__Output {
  /**
   * The terminal status.
   */
  'status': (_dbosd_v1_WorkflowStatus__Output);
}
