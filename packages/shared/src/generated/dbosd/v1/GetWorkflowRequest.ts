// Original file: proto/dbosd/v1/workflow_service.proto

import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';

/**
 * Request of GetWorkflow.
 */
export interface GetWorkflowRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * How values are returned.
   */
  'readOptions'?: (_dbosd_v1_ReadOptions | null);
  /**
   * Leave `input` out.
   */
  'withoutInput'?: (boolean);
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput'?: (boolean);
}

/**
 * Request of GetWorkflow.
 */
export interface GetWorkflowRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * How values are returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
  /**
   * Leave `input` out.
   */
  'withoutInput': (boolean);
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput': (boolean);
}
