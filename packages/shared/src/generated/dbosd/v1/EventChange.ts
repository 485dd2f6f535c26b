// Original file: proto/dbosd/v1/event_service.proto

import type { EventValue as _dbosd_v1_EventValue, EventValue__Output as _dbosd_v1_EventValue__Output } from '../../dbosd/v1/EventValue.js';
import type { Unset as _dbosd_v1_Unset, Unset__Output as _dbosd_v1_Unset__Output } from '../../dbosd/v1/Unset.js';

/**
 * A change of one event.
 */
export interface EventChange {
  /**
   * The key.
   */
  'key'?: (string);
  /**
   * The key has this value now.
   */
  'set'?: (_dbosd_v1_EventValue | null);
  /**
   * The key is no longer set: the workflow was rewound.
   */
  'unset'?: (_dbosd_v1_Unset | null);
  /**
   * Exactly one is set.
   */
  'change'?: "set"|"unset";
}

/**
 * A change of one event.
 */
export interface EventChange__Output {
  /**
   * The key.
   */
  'key': (string);
  /**
   * The key has this value now.
   */
  'set'?: (_dbosd_v1_EventValue__Output | null);
  /**
   * The key is no longer set: the workflow was rewound.
   */
  'unset'?: (_dbosd_v1_Unset__Output | null);
  /**
   * Exactly one is set.
   */
  'change'?: "set"|"unset";
}
