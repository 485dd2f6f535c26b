// Original file: proto/dbosd/v1/stream_service.proto

import type { Stream as _dbosd_v1_Stream, Stream__Output as _dbosd_v1_Stream__Output } from '../../dbosd/v1/Stream.js';

/**
 * Response of ListStreams.
 */
export interface ListStreamsResponse {
  /**
   * The streams, in the order that the database gives their keys.
   */
  'streams'?: (_dbosd_v1_Stream)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken'?: (string);
}

/**
 * Response of ListStreams.
 */
export interface ListStreamsResponse__Output {
  /**
   * The streams, in the order that the database gives their keys.
   */
  'streams': (_dbosd_v1_Stream__Output)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken': (string);
}
