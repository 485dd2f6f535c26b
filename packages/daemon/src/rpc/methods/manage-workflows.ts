import {
  checkName,
  checkWorkflowId,
  invalidField,
  MAX_BATCH_WORKFLOWS,
  MAX_PRIORITY,
  type contract,
} from '@dbosd/shared';
import type { SetDelayCommand } from '../../operations/operations.js';
import { decodeAttributes } from '../fields/attributes.js';
import { checkRange } from '../fields/numbers.js';
import { decodeRequestId } from '../fields/request-id.js';
import { decodeSpan, decodeTime } from '../fields/times.js';
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
          ...(request.queueName === undefined
            ? {}
            : { queueName: checkName('queue_name', request.queueName) }),
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
