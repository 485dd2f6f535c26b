// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Request of ResumeWorkflows.
 */
export interface ResumeWorkflowsRequest {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes.
   */
  'workflowIds'?: (string)[];
  /**
   * The queue to put them on, 1 to 255 bytes. Absent: DBOS's own, from which every application takes its workflows.
   */
  'queueName'?: (string);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_queueName'?: "queueName";
  '_requestId'?: "requestId";
}

/**
 * Request of ResumeWorkflows.
 */
export interface ResumeWorkflowsRequest__Output {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes.
   */
  'workflowIds': (string)[];
  /**
   * The queue to put them on, 1 to 255 bytes. Absent: DBOS's own, from which every application takes its workflows.
   */
  'queueName'?: (string);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_queueName'?: "queueName";
  '_requestId'?: "requestId";
}
