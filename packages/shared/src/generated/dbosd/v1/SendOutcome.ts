// Original file: proto/dbosd/v1/message_service.proto

import type { SendResponse as _dbosd_v1_SendResponse, SendResponse__Output as _dbosd_v1_SendResponse__Output } from '../../dbosd/v1/SendResponse.js';
import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from '../../google/rpc/Status.js';

/**
 * What became of one message of a batch.
 */
export interface SendOutcome {
  /**
   * Stored, now or before.
   */
  'sent'?: (_dbosd_v1_SendResponse | null);
  /**
   * Not stored, and why: the same status and details that Send answers with.
   */
  'error'?: (_google_rpc_Status | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "sent"|"error";
}

/**
 * What became of one message of a batch.
 */
export interface SendOutcome__Output {
  /**
   * Stored, now or before.
   */
  'sent'?: (_dbosd_v1_SendResponse__Output | null);
  /**
   * Not stored, and why: the same status and details that Send answers with.
   */
  'error'?: (_google_rpc_Status__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "sent"|"error";
}
