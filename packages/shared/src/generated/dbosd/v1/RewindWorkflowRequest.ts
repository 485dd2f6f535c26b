// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Request of RewindWorkflow.
 */
export interface RewindWorkflowRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * The first step that is run again, by its function id, at least 0. Zero: all of them.
   */
  'startStep'?: (number);
  /**
   * The application version that shall run it, 1 to 255 bytes. Absent: the one that it has.
   */
  'applicationVersion'?: (string);
  /**
   * The queue to put it on, 1 to 255 bytes. Absent: DBOS's own, from which every application takes its workflows.
   */
  'queueName'?: (string);
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_applicationVersion'?: "applicationVersion";
  '_queueName'?: "queueName";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_requestId'?: "requestId";
}

/**
 * Request of RewindWorkflow.
 */
export interface RewindWorkflowRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The first step that is run again, by its function id, at least 0. Zero: all of them.
   */
  'startStep': (number);
  /**
   * The application version that shall run it, 1 to 255 bytes. Absent: the one that it has.
   */
  'applicationVersion'?: (string);
  /**
   * The queue to put it on, 1 to 255 bytes. Absent: DBOS's own, from which every application takes its workflows.
   */
  'queueName'?: (string);
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_applicationVersion'?: "applicationVersion";
  '_queueName'?: "queueName";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_requestId'?: "requestId";
}
