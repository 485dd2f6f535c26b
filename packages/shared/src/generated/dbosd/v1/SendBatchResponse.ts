// Original file: proto/dbosd/v1/message_service.proto

import type { SendOutcome as _dbosd_v1_SendOutcome, SendOutcome__Output as _dbosd_v1_SendOutcome__Output } from '../../dbosd/v1/SendOutcome.js';

/**
 * What became of each message of a batch.
 */
export interface SendBatchResponse {
  /**
   * One outcome a message, in the order of the request.
   */
  'outcomes'?: (_dbosd_v1_SendOutcome)[];
}

/**
 * What became of each message of a batch.
 */
export interface SendBatchResponse__Output {
  /**
   * One outcome a message, in the order of the request.
   */
  'outcomes': (_dbosd_v1_SendOutcome__Output)[];
}
