// Original file: proto/dbosd/v1/message_service.proto

import type { Message as _dbosd_v1_Message, Message__Output as _dbosd_v1_Message__Output } from '../../dbosd/v1/Message.js';

/**
 * Response of ListMessages.
 */
export interface ListMessagesResponse {
  /**
   * The messages, oldest first.
   */
  'messages'?: (_dbosd_v1_Message)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken'?: (string);
}

/**
 * Response of ListMessages.
 */
export interface ListMessagesResponse__Output {
  /**
   * The messages, oldest first.
   */
  'messages': (_dbosd_v1_Message__Output)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken': (string);
}
