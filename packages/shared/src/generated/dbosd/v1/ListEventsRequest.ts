// Original file: proto/dbosd/v1/event_service.proto

import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';

/**
 * Request of ListEvents.
 */
export interface ListEventsRequest {
  /**
   * The workflow whose events are listed. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * How values are returned.
   */
  'readOptions'?: (_dbosd_v1_ReadOptions | null);
  /**
   * How many events a page has at most, up to 1,000; a page is cut at 1 MiB too. Absent or 0: 100.
   */
  'pageSize'?: (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string);
}

/**
 * Request of ListEvents.
 */
export interface ListEventsRequest__Output {
  /**
   * The workflow whose events are listed. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * How values are returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
  /**
   * How many events a page has at most, up to 1,000; a page is cut at 1 MiB too. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
}
