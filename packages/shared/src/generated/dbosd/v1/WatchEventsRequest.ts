// Original file: proto/dbosd/v1/event_service.proto

import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';

/**
 * Request of WatchEvents.
 */
export interface WatchEventsRequest {
  /**
   * The workflow whose events are watched. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * The keys watched, up to 1,000, each 1 to 1,024 bytes. Empty: all keys.
   */
  'keys'?: (string)[];
  /**
   * What the caller has seen: key to `revision`, up to 10,000. Values that it knows are not sent again, and a known
   * key that is no longer set is sent as `unset`.
   */
  'known'?: ({[key: string]: Buffer | Uint8Array | string});
  /**
   * How values are returned.
   */
  'readOptions'?: (_dbosd_v1_ReadOptions | null);
}

/**
 * Request of WatchEvents.
 */
export interface WatchEventsRequest__Output {
  /**
   * The workflow whose events are watched. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The keys watched, up to 1,000, each 1 to 1,024 bytes. Empty: all keys.
   */
  'keys': (string)[];
  /**
   * What the caller has seen: key to `revision`, up to 10,000. Values that it knows are not sent again, and a known
   * key that is no longer set is sent as `unset`.
   */
  'known': ({[key: string]: Buffer});
  /**
   * How values are returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
}
