// Original file: proto/dbosd/v1/stream_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A stream, as its last row shows it.
 */
export interface Stream {
  /**
   * The key.
   */
  'key'?: (string);
  /**
   * The offset behind the last value: how many values the stream has, where no gap was left.
   */
  'nextOffset'?: (number | string | Long);
  /**
   * Its last row is a close marker.
   */
  'closed'?: (boolean);
}

/**
 * A stream, as its last row shows it.
 */
export interface Stream__Output {
  /**
   * The key.
   */
  'key': (string);
  /**
   * The offset behind the last value: how many values the stream has, where no gap was left.
   */
  'nextOffset': (number);
  /**
   * Its last row is a close marker.
   */
  'closed': (boolean);
}
