// Original file: proto/dbosd/v1/worker_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';

/**
 * Ends the workflow. Its streams end with it.
 */
export interface FinishWorkflow {
  /**
   * It returned.
   */
  'output'?: (_dbosd_v1_Payload | null);
  /**
   * It threw.
   */
  'error'?: (_dbosd_v1_Payload | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "output"|"error";
}

/**
 * Ends the workflow. Its streams end with it.
 */
export interface FinishWorkflow__Output {
  /**
   * It returned.
   */
  'output'?: (_dbosd_v1_Payload__Output | null);
  /**
   * It threw.
   */
  'error'?: (_dbosd_v1_Payload__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "output"|"error";
}
