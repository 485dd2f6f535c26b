// Original file: proto/dbosd/v1/queue_service.proto


/**
 * Request of ListQueues.
 */
export interface ListQueuesRequest {
  /**
   * Only queues that these applications own, and those that none does. Up to 100, each 1 to 255 bytes. Empty: all.
   */
  'applicationNames'?: (string)[];
  /**
   * How many queues a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize'?: (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string);
}

/**
 * Request of ListQueues.
 */
export interface ListQueuesRequest__Output {
  /**
   * Only queues that these applications own, and those that none does. Up to 100, each 1 to 255 bytes. Empty: all.
   */
  'applicationNames': (string)[];
  /**
   * How many queues a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
}
