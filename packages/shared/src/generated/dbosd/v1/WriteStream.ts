// Original file: proto/dbosd/v1/worker_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';

/**
 * Appends a value to a stream of the workflow. From the workflow itself STREAM_CLOSED behind a close marker.
 */
export interface WriteStream {
  /**
   * The stream. 1 to 1,024 bytes.
   */
  'key'?: (string);
  /**
   * The value.
   */
  'value'?: (_dbosd_v1_Payload | null);
  /**
   * Inside a step: which write of this try to this key it is, from 1; it is stored only if the step's tries have stored
   * fewer. Absent: it is stored in any case.
   */
  'dedupeOrdinal'?: (number);
  '_dedupeOrdinal'?: "dedupeOrdinal";
}

/**
 * Appends a value to a stream of the workflow. From the workflow itself STREAM_CLOSED behind a close marker.
 */
export interface WriteStream__Output {
  /**
   * The stream. 1 to 1,024 bytes.
   */
  'key': (string);
  /**
   * The value.
   */
  'value': (_dbosd_v1_Payload__Output | null);
  /**
   * Inside a step: which write of this try to this key it is, from 1; it is stored only if the step's tries have stored
   * fewer. Absent: it is stored in any case.
   */
  'dedupeOrdinal'?: (number);
  '_dedupeOrdinal'?: "dedupeOrdinal";
}
