// Original file: proto/dbosd/v1/stream_service.proto

import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from '../../dbosd/v1/Value.js';
import type { StreamGap as _dbosd_v1_StreamGap, StreamGap__Output as _dbosd_v1_StreamGap__Output } from '../../dbosd/v1/StreamGap.js';
import type { StreamEnd as _dbosd_v1_StreamEnd, StreamEnd__Output as _dbosd_v1_StreamEnd__Output } from '../../dbosd/v1/StreamEnd.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Response of ReadStream: the values of offsets `next_offset` - count(`values`) up to `next_offset` - 1. One without
 * values, gap and end is a heartbeat, sent every 20 s when idle.
 */
export interface ReadStreamResponse {
  /**
   * Consecutive values.
   */
  'values'?: (_dbosd_v1_Value)[];
  /**
   * Where to resume. Always set.
   */
  'nextOffset'?: (number | string | Long);
  /**
   * Offsets just before the first of `values` that hold no value and never will. Absent: none are missing.
   */
  'gap'?: (_dbosd_v1_StreamGap | null);
  /**
   * The stream has ended: the last response. A resume at `next_offset` says so again.
   */
  'end'?: (_dbosd_v1_StreamEnd | null);
}

/**
 * Response of ReadStream: the values of offsets `next_offset` - count(`values`) up to `next_offset` - 1. One without
 * values, gap and end is a heartbeat, sent every 20 s when idle.
 */
export interface ReadStreamResponse__Output {
  /**
   * Consecutive values.
   */
  'values': (_dbosd_v1_Value__Output)[];
  /**
   * Where to resume. Always set.
   */
  'nextOffset': (number);
  /**
   * Offsets just before the first of `values` that hold no value and never will. Absent: none are missing.
   */
  'gap': (_dbosd_v1_StreamGap__Output | null);
  /**
   * The stream has ended: the last response. A resume at `next_offset` says so again.
   */
  'end': (_dbosd_v1_StreamEnd__Output | null);
}
