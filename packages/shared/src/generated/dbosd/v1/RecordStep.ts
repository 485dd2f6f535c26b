// Original file: proto/dbosd/v1/worker_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';

/**
 * Records an outcome.
 */
export interface RecordStep {
  /**
   * The step's name, 1 to 1,024 bytes.
   */
  'functionName'?: (string);
  /**
   * What it returned. Absent: nothing.
   */
  'output'?: (_dbosd_v1_Payload | null);
  /**
   * What it failed with. Absent: it did not fail.
   */
  'error'?: (_dbosd_v1_Payload | null);
  /**
   * The workflow that it awaited, 1 to 1,280 bytes. Absent: none.
   */
  'childWorkflowId'?: (string);
  /**
   * Leave the format NULL, as DBOS does for some of its own steps: the value is in the worker's own default format.
   */
  'withoutSerialization'?: (boolean);
  '_childWorkflowId'?: "childWorkflowId";
}

/**
 * Records an outcome.
 */
export interface RecordStep__Output {
  /**
   * The step's name, 1 to 1,024 bytes.
   */
  'functionName': (string);
  /**
   * What it returned. Absent: nothing.
   */
  'output': (_dbosd_v1_Payload__Output | null);
  /**
   * What it failed with. Absent: it did not fail.
   */
  'error': (_dbosd_v1_Payload__Output | null);
  /**
   * The workflow that it awaited, 1 to 1,280 bytes. Absent: none.
   */
  'childWorkflowId'?: (string);
  /**
   * Leave the format NULL, as DBOS does for some of its own steps: the value is in the worker's own default format.
   */
  'withoutSerialization': (boolean);
  '_childWorkflowId'?: "childWorkflowId";
}
