// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Request of CancelWorkflows.
 */
export interface CancelWorkflowsRequest {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes. Those that do not exist are passed over.
   */
  'workflowIds'?: (string)[];
  /**
   * Cancel the workflows that they started, too, and what those started.
   */
  'cancelChildren'?: (boolean);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

/**
 * Request of CancelWorkflows.
 */
export interface CancelWorkflowsRequest__Output {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes. Those that do not exist are passed over.
   */
  'workflowIds': (string)[];
  /**
   * Cancel the workflows that they started, too, and what those started.
   */
  'cancelChildren': (boolean);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}
