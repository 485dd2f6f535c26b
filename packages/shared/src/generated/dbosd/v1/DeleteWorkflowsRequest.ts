// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Request of DeleteWorkflows.
 */
export interface DeleteWorkflowsRequest {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes, whatever their status. Those that do not exist are passed over.
   */
  'workflowIds'?: (string)[];
  /**
   * Delete the workflows that they started, too, and what those started.
   */
  'deleteChildren'?: (boolean);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

/**
 * Request of DeleteWorkflows.
 */
export interface DeleteWorkflowsRequest__Output {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes, whatever their status. Those that do not exist are passed over.
   */
  'workflowIds': (string)[];
  /**
   * Delete the workflows that they started, too, and what those started.
   */
  'deleteChildren': (boolean);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}
