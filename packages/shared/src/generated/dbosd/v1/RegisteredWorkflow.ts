// Original file: proto/dbosd/v1/worker_service.proto


/**
 * A workflow that a worker can run.
 */
export interface RegisteredWorkflow {
  /**
   * The name it is registered under. 1 to 255 bytes.
   */
  'workflowName'?: (string);
  /**
   * The class it belongs to, 1 to 255 bytes. Absent: none.
   */
  'className'?: (string);
  /**
   * The configured instance it belongs to, 1 to 255 bytes. Absent: none.
   */
  'configName'?: (string);
  /**
   * How often it may be taken up again without recording a step before it is given up
   * (MAX_RECOVERY_ATTEMPTS_EXCEEDED), 1 to 1000000. Absent: 100.
   */
  'maxRecoveryAttempts'?: (number);
  '_className'?: "className";
  '_configName'?: "configName";
  '_maxRecoveryAttempts'?: "maxRecoveryAttempts";
}

/**
 * A workflow that a worker can run.
 */
export interface RegisteredWorkflow__Output {
  /**
   * The name it is registered under. 1 to 255 bytes.
   */
  'workflowName': (string);
  /**
   * The class it belongs to, 1 to 255 bytes. Absent: none.
   */
  'className'?: (string);
  /**
   * The configured instance it belongs to, 1 to 255 bytes. Absent: none.
   */
  'configName'?: (string);
  /**
   * How often it may be taken up again without recording a step before it is given up
   * (MAX_RECOVERY_ATTEMPTS_EXCEEDED), 1 to 1000000. Absent: 100.
   */
  'maxRecoveryAttempts'?: (number);
  '_className'?: "className";
  '_configName'?: "configName";
  '_maxRecoveryAttempts'?: "maxRecoveryAttempts";
}
