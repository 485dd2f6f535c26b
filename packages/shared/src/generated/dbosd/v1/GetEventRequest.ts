// Original file: proto/dbosd/v1/event_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';

/**
 * Request of GetEvent.
 */
export interface GetEventRequest {
  /**
   * The workflow that sets the event. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * The event's key. 1 to 1,024 bytes.
   */
  'key'?: (string);
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
 * Request of GetEvent.
 */
export interface GetEventRequest__Output {
  /**
   * The workflow that sets the event. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The event's key. 1 to 1,024 bytes.
   */
  'key': (string);
  /**
   * How long to wait. Zero: one look. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * How the value is returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
}
