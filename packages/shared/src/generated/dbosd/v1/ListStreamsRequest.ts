// Original file: proto/dbosd/v1/stream_service.proto


/**
 * Request of ListStreams.
 */
export interface ListStreamsRequest {
  /**
   * The workflow whose streams are listed. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * How many streams a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize'?: (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string);
}

/**
 * Request of ListStreams.
 */
export interface ListStreamsRequest__Output {
  /**
   * The workflow whose streams are listed. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * How many streams a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
}
