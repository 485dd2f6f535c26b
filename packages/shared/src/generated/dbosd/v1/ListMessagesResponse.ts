// Original file: proto/dbosd/v1/message_service.proto

import type { Message as _dbosd_v1_Message, Message__Output as _dbosd_v1_Message__Output } from '../../dbosd/v1/Message.js';

/**
 * Response of ListMessages.
 */
export interface ListMessagesResponse {
  /**
   * The messages, oldest first.
   * A page ends, full or not, even empty, where it has passed over 10,000 messages that the filter does not take.
   */
  'messages'?: (_dbosd_v1_Message)[];
  /**
   * Gets the next page, also of a page without messages. Empty: this was the last one.
   */
  'nextPageToken'?: (string);
}

/**
 * Response of ListMessages.
 */
export interface ListMessagesResponse__Output {
  /**
   * The messages, oldest first.
   * A page ends, full or not, even empty, where it has passed over 10,000 messages that the filter does not take.
   */
  'messages': (_dbosd_v1_Message__Output)[];
  /**
   * Gets the next page, also of a page without messages. Empty: this was the last one.
   */
  'nextPageToken': (string);
}
