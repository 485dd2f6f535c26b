// Original file: proto/dbosd/v1/worker_service.proto

import type { Checkpoint as _dbosd_v1_Checkpoint, Checkpoint__Output as _dbosd_v1_Checkpoint__Output } from '../../dbosd/v1/Checkpoint.js';

/**
 * What a workflow has recorded, by function id, about 1 MiB at a time.
 */
export interface CheckpointPage {
  /**
   * The workflow.
   */
  'workflowId'?: (string);
  /**
   * The token of the assignment.
   */
  'ownerToken'?: (string);
  /**
   * The checkpoints, by rising function id, behind those of the pages before.
   */
  'checkpoints'?: (_dbosd_v1_Checkpoint)[];
  /**
   * There are no more.
   */
  'last'?: (boolean);
}

/**
 * What a workflow has recorded, by function id, about 1 MiB at a time.
 */
export interface CheckpointPage__Output {
  /**
   * The workflow.
   */
  'workflowId': (string);
  /**
   * The token of the assignment.
   */
  'ownerToken': (string);
  /**
   * The checkpoints, by rising function id, behind those of the pages before.
   */
  'checkpoints': (_dbosd_v1_Checkpoint__Output)[];
  /**
   * There are no more.
   */
  'last': (boolean);
}
