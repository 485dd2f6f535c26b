// Original file: proto/dbosd/v1/event_service.proto

import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from '../../dbosd/v1/Value.js';

/**
 * The value of an event.
 */
export interface EventValue {
  /**
   * The value.
   */
  'value'?: (_dbosd_v1_Value | null);
  /**
   * A digest of value and format, 16 bytes. To be compared for equality only: there is no order in it.
   */
  'revision'?: (Buffer | Uint8Array | string);
}

/**
 * The value of an event.
 */
export interface EventValue__Output {
  /**
   * The value.
   */
  'value': (_dbosd_v1_Value__Output | null);
  /**
   * A digest of value and format, 16 bytes. To be compared for equality only: there is no order in it.
   */
  'revision': (Buffer);
}
