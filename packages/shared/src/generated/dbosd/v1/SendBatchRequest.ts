// Original file: proto/dbosd/v1/message_service.proto

import type { OutgoingMessage as _dbosd_v1_OutgoingMessage, OutgoingMessage__Output as _dbosd_v1_OutgoingMessage__Output } from '../../dbosd/v1/OutgoingMessage.js';

/**
 * Request of SendBatch. The whole request may not be larger than the payload limit + 512 KiB.
 */
export interface SendBatchRequest {
  /**
   * 1 to 1,000 messages, to any destinations.
   */
  'messages'?: (_dbosd_v1_OutgoingMessage)[];
  /**
   * Store all of them or none: the first that is refused fails the call, and nothing is written.
   */
  'allOrNothing'?: (boolean);
  /**
   * As in SendRequest, for each of them.
   */
  'requireActive'?: (boolean);
  /**
   * As in SendRequest, for each of them.
   */
  'rejectDifferent'?: (boolean);
}

/**
 * Request of SendBatch. The whole request may not be larger than the payload limit + 512 KiB.
 */
export interface SendBatchRequest__Output {
  /**
   * 1 to 1,000 messages, to any destinations.
   */
  'messages': (_dbosd_v1_OutgoingMessage__Output)[];
  /**
   * Store all of them or none: the first that is refused fails the call, and nothing is written.
   */
  'allOrNothing': (boolean);
  /**
   * As in SendRequest, for each of them.
   */
  'requireActive': (boolean);
  /**
   * As in SendRequest, for each of them.
   */
  'rejectDifferent': (boolean);
}
