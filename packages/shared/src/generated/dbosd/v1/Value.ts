// Original file: proto/dbosd/v1/values.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';
import type { Oversized as _dbosd_v1_Oversized, Oversized__Output as _dbosd_v1_Oversized__Output } from '../../dbosd/v1/Oversized.js';

/**
 * What reads return: a value, or the fact that it is too large for this reader.
 */
export interface Value {
  /**
   * The value.
   */
  'payload'?: (_dbosd_v1_Payload | null);
  /**
   * The value is larger than the request's `max_value_bytes`; ask again with a higher limit to get it.
   */
  'oversized'?: (_dbosd_v1_Oversized | null);
  /**
   * Exactly one is set.
   */
  'kind'?: "payload"|"oversized";
}

/**
 * What reads return: a value, or the fact that it is too large for this reader.
 */
export interface Value__Output {
  /**
   * The value.
   */
  'payload'?: (_dbosd_v1_Payload__Output | null);
  /**
   * The value is larger than the request's `max_value_bytes`; ask again with a higher limit to get it.
   */
  'oversized'?: (_dbosd_v1_Oversized__Output | null);
  /**
   * Exactly one is set.
   */
  'kind'?: "payload"|"oversized";
}
