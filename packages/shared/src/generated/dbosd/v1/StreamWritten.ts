// Original file: proto/dbosd/v1/worker_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A value is in the stream.
 */
export interface StreamWritten {
  /**
   * Its offset. Absent: a repeat that was stored before (a checkpoint or a dedupe says so).
   */
  'offset'?: (number | string | Long);
  '_offset'?: "offset";
}

/**
 * A value is in the stream.
 */
export interface StreamWritten__Output {
  /**
   * Its offset. Absent: a repeat that was stored before (a checkpoint or a dedupe says so).
   */
  'offset'?: (number);
  '_offset'?: "offset";
}
