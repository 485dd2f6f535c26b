// Original file: proto/dbosd/v1/worker_service.proto


/**
 * A workflow that a worker holds.
 */
export interface RunningWorkflow {
  /**
   * Its id.
   */
  'workflowId'?: (string);
  /**
   * The token under which the worker runs it.
   */
  'ownerToken'?: (string);
  /**
   * The queue it was taken from. Absent: none.
   */
  'queueName'?: (string);
  /**
   * The partition of that queue. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * The last function id of the checkpoints that have come, where more were to follow when the stream was left: the
   * daemon sends what is behind it. Absent: all have come.
   */
  'checkpointsUntil'?: (number);
  '_queueName'?: "queueName";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_checkpointsUntil'?: "checkpointsUntil";
}

/**
 * A workflow that a worker holds.
 */
export interface RunningWorkflow__Output {
  /**
   * Its id.
   */
  'workflowId': (string);
  /**
   * The token under which the worker runs it.
   */
  'ownerToken': (string);
  /**
   * The queue it was taken from. Absent: none.
   */
  'queueName'?: (string);
  /**
   * The partition of that queue. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * The last function id of the checkpoints that have come, where more were to follow when the stream was left: the
   * daemon sends what is behind it. Absent: all have come.
   */
  'checkpointsUntil'?: (number);
  '_queueName'?: "queueName";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_checkpointsUntil'?: "checkpointsUntil";
}
