// Original file: proto/dbosd/v1/event_service.proto

import type { EventValue as _dbosd_v1_EventValue, EventValue__Output as _dbosd_v1_EventValue__Output } from '../../dbosd/v1/EventValue.js';

/**
 * An event: a key and its current value.
 */
export interface Event {
  /**
   * The key.
   */
  'key'?: (string);
  /**
   * The value.
   */
  'value'?: (_dbosd_v1_EventValue | null);
}

/**
 * An event: a key and its current value.
 */
export interface Event__Output {
  /**
   * The key.
   */
  'key': (string);
  /**
   * The value.
   */
  'value': (_dbosd_v1_EventValue__Output | null);
}
