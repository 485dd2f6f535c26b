// Original file: proto/dbosd/v1/values.proto

import type { PayloadFormat as _dbosd_v1_PayloadFormat, PayloadFormat__Output as _dbosd_v1_PayloadFormat__Output } from '../../dbosd/v1/PayloadFormat.js';
import type { Long } from '@grpc/proto-loader';

/**
 * How a read returns values.
 */
export interface ReadOptions {
  /**
   * The format of the values returned. Absent or unspecified: as stored.
   */
  'payloadFormat'?: (_dbosd_v1_PayloadFormat);
  /**
   * The largest value returned whole, in bytes of its stored text; a larger one comes as Oversized. From 1 to
   * 67108864 (64 MiB). Absent: 3145728 (3 MiB). Above 3 MiB the caller must raise its gRPC receive limit too.
   */
  'maxValueBytes'?: (number | string | Long);
  '_maxValueBytes'?: "maxValueBytes";
}

/**
 * How a read returns values.
 */
export interface ReadOptions__Output {
  /**
   * The format of the values returned. Absent or unspecified: as stored.
   */
  'payloadFormat': (_dbosd_v1_PayloadFormat__Output);
  /**
   * The largest value returned whole, in bytes of its stored text; a larger one comes as Oversized. From 1 to
   * 67108864 (64 MiB). Absent: 3145728 (3 MiB). Above 3 MiB the caller must raise its gRPC receive limit too.
   */
  'maxValueBytes'?: (number);
  '_maxValueBytes'?: "maxValueBytes";
}
