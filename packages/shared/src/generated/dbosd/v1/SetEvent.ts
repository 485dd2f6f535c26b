// Original file: proto/dbosd/v1/worker_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';

/**
 * Sets an event of the workflow.
 */
export interface SetEvent {
  /**
   * The key. 1 to 1,024 bytes.
   */
  'key'?: (string);
  /**
   * The value.
   */
  'value'?: (_dbosd_v1_Payload | null);
}

/**
 * Sets an event of the workflow.
 */
export interface SetEvent__Output {
  /**
   * The key. 1 to 1,024 bytes.
   */
  'key': (string);
  /**
   * The value.
   */
  'value': (_dbosd_v1_Payload__Output | null);
}
