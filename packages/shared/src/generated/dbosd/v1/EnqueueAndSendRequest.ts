// Original file: proto/dbosd/v1/workflow_service.proto

import type { EnqueueWorkflowRequest as _dbosd_v1_EnqueueWorkflowRequest, EnqueueWorkflowRequest__Output as _dbosd_v1_EnqueueWorkflowRequest__Output } from '../../dbosd/v1/EnqueueWorkflowRequest.js';
import type { FirstMessage as _dbosd_v1_FirstMessage, FirstMessage__Output as _dbosd_v1_FirstMessage__Output } from '../../dbosd/v1/FirstMessage.js';

/**
 * Request of EnqueueAndSend.
 */
export interface EnqueueAndSendRequest {
  /**
   * The workflow, as EnqueueWorkflow takes it.
   */
  'workflow'?: (_dbosd_v1_EnqueueWorkflowRequest | null);
  /**
   * Its first messages, 1 to 1,000, in this order.
   */
  'messages'?: (_dbosd_v1_FirstMessage)[];
  /**
   * Refuse a message when another one was sent under its key (IDEMPOTENCY_KEY_REUSED). Otherwise the first one stands.
   */
  'rejectDifferent'?: (boolean);
}

/**
 * Request of EnqueueAndSend.
 */
export interface EnqueueAndSendRequest__Output {
  /**
   * The workflow, as EnqueueWorkflow takes it.
   */
  'workflow': (_dbosd_v1_EnqueueWorkflowRequest__Output | null);
  /**
   * Its first messages, 1 to 1,000, in this order.
   */
  'messages': (_dbosd_v1_FirstMessage__Output)[];
  /**
   * Refuse a message when another one was sent under its key (IDEMPOTENCY_KEY_REUSED). Otherwise the first one stands.
   */
  'rejectDifferent': (boolean);
}
