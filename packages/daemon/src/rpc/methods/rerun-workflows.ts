import { randomUUID } from 'node:crypto';
import {
  checkName,
  checkNewWorkflowId,
  checkPartitionKey,
  checkWorkflowId,
  invalidField,
  MAX_FUNCTION_ID,
  MAX_REPLACED_CHILDREN,
  type contract,
} from '@dbosd/shared';
import type { ForkCommand, RewindCommand } from '../../operations/operations.js';
import { mapEntryPath } from '../codec/malformed-field.js';
import { checkRange } from '../fields/numbers.js';
import { decodeRequestId } from '../fields/request-id.js';
import { decodeSpan } from '../fields/times.js';
import { change, type MethodEnvironment, type MethodTable } from './method.js';

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
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(applicationName === undefined
      ? {}
      : { applicationName: checkName('application_name', applicationName) }),
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
    ...(applicationVersion === undefined
      ? {}
      : { applicationVersion: checkName('application_version', applicationVersion) }),
    ...(queueName === undefined ? {} : { queueName: checkName('queue_name', queueName) }),
    ...(queuePartitionKey === undefined
      ? {}
      : { queuePartitionKey: checkPartitionKey('queue_partition_key', queuePartitionKey) }),
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
