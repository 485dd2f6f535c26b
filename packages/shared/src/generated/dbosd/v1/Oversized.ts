// Original file: proto/dbosd/v1/values.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Stands in place of a stored value that is larger than the reader asked for.
 */
export interface Oversized {
  /**
   * The size of the stored value, in bytes of UTF-8.
   */
  'size'?: (number | string | Long);
  /**
   * The format of the stored value. Absent: none is recorded.
   */
  'serialization'?: (string);
  '_serialization'?: "serialization";
}

/**
 * Stands in place of a stored value that is larger than the reader asked for.
 */
export interface Oversized__Output {
  /**
   * The size of the stored value, in bytes of UTF-8.
   */
  'size': (number);
  /**
   * The format of the stored value. Absent: none is recorded.
   */
  'serialization'?: (string);
  '_serialization'?: "serialization";
}
