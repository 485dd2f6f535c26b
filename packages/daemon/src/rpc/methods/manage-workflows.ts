import { randomUUID } from 'node:crypto';
import {
  checkName,
  checkNewWorkflowId,
  checkPartitionKey,
  checkWorkflowId,
  type contract,
  invalidField,
  MAX_BATCH_WORKFLOWS,
  MAX_FUNCTION_ID,
  MAX_PRIORITY,
  MAX_REPLACED_CHILDREN,
} from '@dbosd/shared';
import type { ForkCommand, RewindCommand, SetDelayCommand } from '../../operations/operations.js';
import { mapEntryPath } from '../codec/message-codec.js';
import { checkRange, decodeRequestId } from '../fields/scalars.js';
import { decodeSpan, decodeTime } from '../fields/times.js';
import { decodeAttributes } from '../fields/values.js';
import { change, type MethodEnvironment, type MethodTable } from './method.js';

/** The methods of WorkflowService that change workflows. */
export function manageMethods({ operations, maxPayloadBytes }: MethodEnvironment): MethodTable {
  return {
    cancelWorkflows: change(
      async (request: contract.CancelWorkflowsRequest__Output): Promise<contract.CancelWorkflowsResponse> =>
        operations.cancelWorkflows({
          workflowIds: decodeIds(request.workflowIds),
          cancelChildren: request.cancelChildren,
          ...decodeRequestId(request.requestId),
        }),
    ),
    resumeWorkflows: change(
      async (request: contract.ResumeWorkflowsRequest__Output): Promise<contract.ResumeWorkflowsResponse> =>
        operations.resumeWorkflows({
          workflowIds: decodeIds(request.workflowIds),
          queueName: request.queueName === undefined ? undefined : checkName('queue_name', request.queueName),
          ...decodeRequestId(request.requestId),
        }),
    ),
    deleteWorkflows: change(
      async (request: contract.DeleteWorkflowsRequest__Output): Promise<contract.DeleteWorkflowsResponse> =>
        operations.deleteWorkflows({
          workflowIds: decodeIds(request.workflowIds),
          deleteChildren: request.deleteChildren,
          ...decodeRequestId(request.requestId),
        }),
    ),
    setWorkflowDelay: change(
      async (request: contract.SetWorkflowDelayRequest__Output): Promise<contract.SetWorkflowDelayResponse> =>
        operations.setWorkflowDelay({
          workflowId: checkWorkflowId('workflow_id', request.workflowId),
          start: decodeStart(request),
          ...decodeRequestId(request.requestId),
        }),
    ),
    setWorkflowPriority: change(
      async (
        request: contract.SetWorkflowPriorityRequest__Output,
      ): Promise<contract.SetWorkflowPriorityResponse> =>
        operations.setWorkflowPriority({
          workflowId: checkWorkflowId('workflow_id', request.workflowId),
          priority: checkRange('priority', request.priority, [0, MAX_PRIORITY]),
          ...decodeRequestId(request.requestId),
        }),
    ),
    setWorkflowAttributes: change(
      async (
        request: contract.SetWorkflowAttributesRequest__Output,
      ): Promise<contract.SetWorkflowAttributesResponse> =>
        operations.setWorkflowAttributes({
          workflowId: checkWorkflowId('workflow_id', request.workflowId),
          ...decodeAttributes(request.attributesJson, maxPayloadBytes),
          ...decodeRequestId(request.requestId),
        }),
    ),
  };
}

function decodeIds(workflowIds: readonly string[]): readonly string[] {
  const count = workflowIds.length;
  if (count === 0 || count > MAX_BATCH_WORKFLOWS) {
    throw invalidField('workflow_ids', `holds ${String(count)}: give 1 to ${String(MAX_BATCH_WORKFLOWS)}`);
  }
  return workflowIds.map((id, index) => checkWorkflowId(`workflow_ids[${String(index)}]`, id));
}

function decodeStart(request: contract.SetWorkflowDelayRequest__Output): SetDelayCommand['start'] {
  const delayMs = decodeSpan('delay', request.delay, 1);
  if (delayMs !== undefined) return { delayMs };
  const atMs = decodeTime('delay_until', request.delayUntil);
  if (atMs === undefined) throw invalidField('delay', 'is missing, and delay_until, too: set one of them');
  if (atMs <= 0) throw invalidField('delay_until', 'is not after 1970: give a later time');
  return { atMs };
}

/** The methods of WorkflowService that run workflows again. */
export function rerunMethods({ operations }: MethodEnvironment): MethodTable {
  return {
    forkWorkflow: change(
      async (request: contract.ForkWorkflowRequest__Output): Promise<contract.ForkWorkflowResponse> =>
        operations.forkWorkflow(decodeFork(request)),
    ),
    rewindWorkflow: change(
      async (request: contract.RewindWorkflowRequest__Output): Promise<contract.RewindWorkflowResponse> =>
        operations.rewindWorkflow({ ...decodeTarget(request), ...decodeRequestId(request.requestId) }),
    ),
  };
}

function decodeFork(request: contract.ForkWorkflowRequest__Output): ForkCommand {
  const { newWorkflowId, applicationName } = request;
  if (request.requestId !== undefined && newWorkflowId === undefined) {
    throw invalidField(
      'new_workflow_id',
      'is missing: a request_id needs it, a repeat must find the same workflow',
    );
  }
  const timeoutMs = decodeSpan('timeout', request.timeout, 1);
  return {
    ...decodeTarget(request),
    newWorkflowId:
      newWorkflowId === undefined ? randomUUID() : checkNewWorkflowId('new_workflow_id', newWorkflowId),
    replacementChildren: decodeReplacements(request.replacementChildren),
    ...decodeRequestId(request.requestId),
    timeoutMs,
    applicationName:
      applicationName === undefined ? undefined : checkName('application_name', applicationName),
  };
}

/** What both have: from where, and to which queue and version. */
function decodeTarget(
  request: contract.ForkWorkflowRequest__Output | contract.RewindWorkflowRequest__Output,
): Omit<RewindCommand, 'requestId'> {
  const { applicationVersion, queueName, queuePartitionKey } = request;
  return {
    workflowId: checkWorkflowId('workflow_id', request.workflowId),
    startStep: checkRange('start_step', request.startStep, [0, MAX_FUNCTION_ID]),
    applicationVersion:
      applicationVersion === undefined ? undefined : checkName('application_version', applicationVersion),
    queueName: queueName === undefined ? undefined : checkName('queue_name', queueName),
    queuePartitionKey:
      queuePartitionKey === undefined
        ? undefined
        : checkPartitionKey('queue_partition_key', queuePartitionKey),
  };
}

function decodeReplacements(children: Readonly<Record<string, string>>): ForkCommand['replacementChildren'] {
  const entries = Object.entries(children);
  if (entries.length > MAX_REPLACED_CHILDREN) {
    throw invalidField(
      'replacement_children',
      `holds ${String(entries.length)}: give ${String(MAX_REPLACED_CHILDREN)} at most`,
    );
  }
  return entries.map(([child, replacement]) => [
    checkWorkflowId('replacement_children', child),
    checkWorkflowId(mapEntryPath('replacement_children', child), replacement),
  ]);
}
