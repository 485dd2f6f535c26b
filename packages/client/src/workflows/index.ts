export { enqueueAndSend, type FirstMessage } from './enqueue.js';
export { enqueue, takeEnqueueOptions, type EnqueueArguments, type EnqueueOptions } from './enqueue.js';
export type { GetResultOptions } from './workflow-handle.js';
export { getWorkflow } from './list-workflows.js';
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
} from './manage-workflows.js';
export { waitAll, waitFirst, type WaitAllOptions, type WaitFirstOptions } from './workflow-handle.js';
export { startedHandle, workflowHandle, type WorkflowHandle } from './workflow-handle.js';
export type { WorkflowStatus } from './workflow-status.js';
