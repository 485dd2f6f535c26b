// Original file: proto/dbosd/v1/stream_service.proto

import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from '../../dbosd/v1/Value.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A value and its place in the stream.
 */
export interface StreamValue {
  /**
   * The value.
   */
  'value'?: (_dbosd_v1_Value | null);
  /**
   * Its offset: the one asked for, or a later one where a gap was left.
   */
  'offset'?: (number | string | Long);
}

/**
 * A value and its place in the stream.
 */
export interface StreamValue__Output {
  /**
   * The value.
   */
  'value': (_dbosd_v1_Value__Output | null);
  /**
   * Its offset: the one asked for, or a later one where a gap was left.
   */
  'offset': (number);
}
