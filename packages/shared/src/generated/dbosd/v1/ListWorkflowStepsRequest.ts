// Original file: proto/dbosd/v1/workflow_service.proto

import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';

/**
 * Request of ListWorkflowSteps.
 */
export interface ListWorkflowStepsRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput'?: (boolean);
  /**
   * How values are returned.
   */
  'readOptions'?: (_dbosd_v1_ReadOptions | null);
  /**
   * How many steps a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize'?: (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string);
}

/**
 * Request of ListWorkflowSteps.
 */
export interface ListWorkflowStepsRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput': (boolean);
  /**
   * How values are returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
  /**
   * How many steps a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
}
