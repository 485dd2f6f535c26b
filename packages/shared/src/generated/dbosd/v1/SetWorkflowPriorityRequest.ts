// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Request of SetWorkflowPriority.
 */
export interface SetWorkflowPriorityRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * Lower goes first, 0 to 2147483647.
   */
  'priority'?: (number);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

/**
 * Request of SetWorkflowPriority.
 */
export interface SetWorkflowPriorityRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * Lower goes first, 0 to 2147483647.
   */
  'priority': (number);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}
