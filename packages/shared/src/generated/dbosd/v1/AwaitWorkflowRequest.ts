// Original file: proto/dbosd/v1/workflow_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';

/**
 * Request of AwaitWorkflow.
 */
export interface AwaitWorkflowRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * How long to wait. Zero: one look. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * Wait for a workflow that does not exist yet, too (one that existed and is deleted meanwhile is WORKFLOW_NOT_FOUND all
   * the same). Absent: WORKFLOW_NOT_FOUND.
   */
  'waitForStart'?: (boolean);
  /**
   * How output and error are returned.
   */
  'readOptions'?: (_dbosd_v1_ReadOptions | null);
}

/**
 * Request of AwaitWorkflow.
 */
export interface AwaitWorkflowRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * How long to wait. Zero: one look. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * Wait for a workflow that does not exist yet, too (one that existed and is deleted meanwhile is WORKFLOW_NOT_FOUND all
   * the same). Absent: WORKFLOW_NOT_FOUND.
   */
  'waitForStart': (boolean);
  /**
   * How output and error are returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
}
