// Original file: proto/dbosd/v1/workflow_service.proto

import type { EnqueueWorkflowResponse as _dbosd_v1_EnqueueWorkflowResponse, EnqueueWorkflowResponse__Output as _dbosd_v1_EnqueueWorkflowResponse__Output } from '../../dbosd/v1/EnqueueWorkflowResponse.js';
import type { SendResponse as _dbosd_v1_SendResponse, SendResponse__Output as _dbosd_v1_SendResponse__Output } from '../../dbosd/v1/SendResponse.js';

/**
 * Response of EnqueueAndSend.
 */
export interface EnqueueAndSendResponse {
  /**
   * The workflow, as EnqueueWorkflow answers.
   */
  'workflow'?: (_dbosd_v1_EnqueueWorkflowResponse | null);
  /**
   * One response a message, in order.
   */
  'messages'?: (_dbosd_v1_SendResponse)[];
}

/**
 * Response of EnqueueAndSend.
 */
export interface EnqueueAndSendResponse__Output {
  /**
   * The workflow, as EnqueueWorkflow answers.
   */
  'workflow': (_dbosd_v1_EnqueueWorkflowResponse__Output | null);
  /**
   * One response a message, in order.
   */
  'messages': (_dbosd_v1_SendResponse__Output)[];
}
