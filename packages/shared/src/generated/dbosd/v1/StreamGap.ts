// Original file: proto/dbosd/v1/stream_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Offsets without a value, left by a fork, a rewind or a deletion.
 */
export interface StreamGap {
  /**
   * The first missing offset.
   */
  'from'?: (number | string | Long);
  /**
   * The first offset after the gap that has a value.
   */
  'to'?: (number | string | Long);
}

/**
 * Offsets without a value, left by a fork, a rewind or a deletion.
 */
export interface StreamGap__Output {
  /**
   * The first missing offset.
   */
  'from': (number);
  /**
   * The first offset after the gap that has a value.
   */
  'to': (number);
}
