// Original file: proto/dbosd/v1/stream_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Request of ReadStreamOffset.
 */
export interface ReadStreamOffsetRequest {
  /**
   * The workflow that writes the stream. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * The stream's key. 1 to 1,024 bytes.
   */
  'key'?: (string);
  /**
   * The offset, 0 to 2147483647.
   */
  'offset'?: (number | string | Long);
  /**
   * How long to wait. Zero: one look. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * How the value is returned.
   */
  'readOptions'?: (_dbosd_v1_ReadOptions | null);
}

/**
 * Request of ReadStreamOffset.
 */
export interface ReadStreamOffsetRequest__Output {
  /**
   * The workflow that writes the stream. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The stream's key. 1 to 1,024 bytes.
   */
  'key': (string);
  /**
   * The offset, 0 to 2147483647.
   */
  'offset': (number);
  /**
   * How long to wait. Zero: one look. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * How the value is returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
}
