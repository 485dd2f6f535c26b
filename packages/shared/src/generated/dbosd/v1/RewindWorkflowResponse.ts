// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Response of RewindWorkflow.
 */
export interface RewindWorkflowResponse {
}

/**
 * Response of RewindWorkflow.
 */
export interface RewindWorkflowResponse__Output {
}
