export { enqueueAndSend, type FirstMessage } from './enqueue-and-send.js';
export { enqueue, takeEnqueueOptions, type EnqueueArguments, type EnqueueOptions } from './enqueue.js';
export type { GetResultOptions } from './get-result.js';
export { getWorkflow } from './get-workflow.js';
export { listWorkflowSteps, type ListWorkflowStepsOptions, type StepInfo } from './list-workflow-steps.js';
export { listAllWorkflows, type GetWorkflowsInput, type WorkflowStatusString } from './list-workflows.js';
export {
  cancelWorkflows,
  deleteWorkflows,
  resumeWorkflows,
  type CancelWorkflowsOptions,
  type ResumeWorkflowsOptions,
} from './manage-workflows.js';
export {
  forkWorkflow,
  rewindWorkflow,
  type ForkWorkflowOptions,
  type OwnedForkOptions,
  type RewindWorkflowOptions,
} from './rerun-workflow.js';
export {
  setWorkflowAttributes,
  setWorkflowDelay,
  setWorkflowPriority,
  type SetWorkflowDelayOptions,
} from './set-workflow.js';
export { waitAll, waitFirst, type WaitAllOptions, type WaitFirstOptions } from './wait-first.js';
export { startedHandle, workflowHandle, type WorkflowHandle } from './workflow-handle.js';
export type { WorkflowStatus } from './workflow-status.js';
