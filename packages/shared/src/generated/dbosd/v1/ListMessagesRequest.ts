// Original file: proto/dbosd/v1/message_service.proto

import type { MessageState as _dbosd_v1_MessageState, MessageState__Output as _dbosd_v1_MessageState__Output } from '../../dbosd/v1/MessageState.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';

/**
 * Request of ListMessages.
 */
export interface ListMessagesRequest {
  /**
   * The workflow whose messages are listed. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * Only messages in this state. Absent: all.
   */
  'state'?: (_dbosd_v1_MessageState);
  /**
   * Only messages of this topic, 1 to 1,024 bytes. Absent: messages of every topic, and those without one.
   */
  'topic'?: (string);
  /**
   * Only messages sent before this time. Absent: no bound.
   */
  'sentBefore'?: (_google_protobuf_Timestamp | null);
  /**
   * Only messages sent at this time or later. Absent: no bound.
   */
  'sentSince'?: (_google_protobuf_Timestamp | null);
  /**
   * How values are returned.
   */
  'readOptions'?: (_dbosd_v1_ReadOptions | null);
  /**
   * How many messages a page has at most, up to 1,000; a page is cut at 1 MiB too. Absent or 0: 100.
   */
  'pageSize'?: (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string);
  '_topic'?: "topic";
}

/**
 * Request of ListMessages.
 */
export interface ListMessagesRequest__Output {
  /**
   * The workflow whose messages are listed. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * Only messages in this state. Absent: all.
   */
  'state': (_dbosd_v1_MessageState__Output);
  /**
   * Only messages of this topic, 1 to 1,024 bytes. Absent: messages of every topic, and those without one.
   */
  'topic'?: (string);
  /**
   * Only messages sent before this time. Absent: no bound.
   */
  'sentBefore': (_google_protobuf_Timestamp__Output | null);
  /**
   * Only messages sent at this time or later. Absent: no bound.
   */
  'sentSince': (_google_protobuf_Timestamp__Output | null);
  /**
   * How values are returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
  /**
   * How many messages a page has at most, up to 1,000; a page is cut at 1 MiB too. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
  '_topic'?: "topic";
}
