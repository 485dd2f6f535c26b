// Original file: proto/dbosd/v1/stream_service.proto

import type { StreamClosed as _dbosd_v1_StreamClosed, StreamClosed__Output as _dbosd_v1_StreamClosed__Output } from '../../dbosd/v1/StreamClosed.js';
import type { WorkflowEnded as _dbosd_v1_WorkflowEnded, WorkflowEnded__Output as _dbosd_v1_WorkflowEnded__Output } from '../../dbosd/v1/WorkflowEnded.js';

/**
 * The end of a stream.
 */
export interface StreamEnd {
  /**
   * The workflow closed it.
   */
  'closed'?: (_dbosd_v1_StreamClosed | null);
  /**
   * The workflow ended without closing it.
   */
  'workflowEnded'?: (_dbosd_v1_WorkflowEnded | null);
  /**
   * Exactly one is set.
   */
  'reason'?: "closed"|"workflowEnded";
}

/**
 * The end of a stream.
 */
export interface StreamEnd__Output {
  /**
   * The workflow closed it.
   */
  'closed'?: (_dbosd_v1_StreamClosed__Output | null);
  /**
   * The workflow ended without closing it.
   */
  'workflowEnded'?: (_dbosd_v1_WorkflowEnded__Output | null);
  /**
   * Exactly one is set.
   */
  'reason'?: "closed"|"workflowEnded";
}
