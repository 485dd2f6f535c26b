// Original file: proto/dbosd/v1/message_service.proto

import type { OutgoingMessage as _dbosd_v1_OutgoingMessage, OutgoingMessage__Output as _dbosd_v1_OutgoingMessage__Output } from '../../dbosd/v1/OutgoingMessage.js';

/**
 * Request of Send.
 */
export interface SendRequest {
  /**
   * The message. Required.
   */
  'message'?: (_dbosd_v1_OutgoingMessage | null);
  /**
   * Refuse a destination that has ended (WORKFLOW_NOT_ACTIVE). Absent: accept it, as DBOS does.
   */
  'requireActive'?: (boolean);
  /**
   * Refuse another message under a key already used (IDEMPOTENCY_KEY_REUSED). Absent: answer ok with `differs`.
   */
  'rejectDifferent'?: (boolean);
}

/**
 * Request of Send.
 */
export interface SendRequest__Output {
  /**
   * The message. Required.
   */
  'message': (_dbosd_v1_OutgoingMessage__Output | null);
  /**
   * Refuse a destination that has ended (WORKFLOW_NOT_ACTIVE). Absent: accept it, as DBOS does.
   */
  'requireActive': (boolean);
  /**
   * Refuse another message under a key already used (IDEMPOTENCY_KEY_REUSED). Absent: answer ok with `differs`.
   */
  'rejectDifferent': (boolean);
}
