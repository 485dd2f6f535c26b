// Original file: proto/dbosd/v1/stream_service.proto

import type { Tail as _dbosd_v1_Tail, Tail__Output as _dbosd_v1_Tail__Output } from '../../dbosd/v1/Tail.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Request of ReadStream.
 */
export interface ReadStreamRequest {
  /**
   * The workflow that writes the stream. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * The stream's key. 1 to 1,024 bytes.
   */
  'key'?: (string);
  /**
   * At this offset, 0 to 2147483647: `next_offset` of an earlier read goes on where that one stopped.
   */
  'offset'?: (number | string | Long);
  /**
   * At the last n values that are stored now, 0 to 2147483647.
   */
  'fromEnd'?: (number | string | Long);
  /**
   * Behind the last value that is stored now: only what comes.
   */
  'tail'?: (_dbosd_v1_Tail | null);
  /**
   * How values are returned.
   */
  'readOptions'?: (_dbosd_v1_ReadOptions | null);
  /**
   * Where to begin. Absent: at offset 0.
   */
  'position'?: "offset"|"fromEnd"|"tail";
}

/**
 * Request of ReadStream.
 */
export interface ReadStreamRequest__Output {
  /**
   * The workflow that writes the stream. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The stream's key. 1 to 1,024 bytes.
   */
  'key': (string);
  /**
   * At this offset, 0 to 2147483647: `next_offset` of an earlier read goes on where that one stopped.
   */
  'offset'?: (number);
  /**
   * At the last n values that are stored now, 0 to 2147483647.
   */
  'fromEnd'?: (number);
  /**
   * Behind the last value that is stored now: only what comes.
   */
  'tail'?: (_dbosd_v1_Tail__Output | null);
  /**
   * How values are returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
  /**
   * Where to begin. Absent: at offset 0.
   */
  'position'?: "offset"|"fromEnd"|"tail";
}
