import { checkWorkflowId, msToTimestamp, type contract } from '@dbosd/shared';
import type { Operations, WorkflowCursor, WorkflowStep } from '../../operations/operations.js';
import { isObject } from '../fields/json.js';
import { checkPageSize } from '../fields/numbers.js';
import { decodePageToken, encodePageToken } from '../fields/page-token.js';
import { decodeReadOptions, type ReadFormat } from '../fields/read-options.js';
import { encodeErrorValue, encodeValue } from '../fields/value.js';
import { decodeWorkflowFilter } from '../fields/workflow-filter.js';
import { call, type MethodEnvironment, type MethodTable } from './method.js';
import { encodeWorkflow } from './workflow-record.js';

/** The lists of WorkflowService. */
export function workflowListMethods(environment: MethodEnvironment): MethodTable {
  return {
    listWorkflows: call((request: contract.ListWorkflowsRequest__Output) =>
      listWorkflows(environment, request),
    ),
    listWorkflowSteps: call((request: contract.ListWorkflowStepsRequest__Output) =>
      listWorkflowSteps(environment.operations, request),
    ),
  };
}

async function listWorkflows(
  { operations, maxPayloadBytes }: MethodEnvironment,
  request: contract.ListWorkflowsRequest__Output,
): Promise<contract.ListWorkflowsResponse> {
  const filter = decodeWorkflowFilter(request, maxPayloadBytes);
  const format = decodeReadOptions(request.readOptions);
  const pageSize = checkPageSize(request.pageSize);
  const { descending } = request;
  const binding = { method: 'ListWorkflows', filters: [JSON.stringify(filter), descending] };
  const after = decodePageToken(binding, request.pageToken, isWorkflowCursor);
  const page = await operations.listWorkflows({
    filter,
    descending,
    withInput: !request.withoutInput,
    withOutput: !request.withoutOutput,
    maxValueBytes: format.maxValueBytes,
    pageSize,
    ...(after === undefined ? {} : { after }),
  });
  return {
    workflows: page.items.map((workflow) => encodeWorkflow(workflow, format)),
    nextPageToken: encodePageToken(binding, page.next),
  };
}

function isWorkflowCursor(cursor: unknown): cursor is WorkflowCursor {
  return (
    isObject(cursor) &&
    Number.isSafeInteger(cursor.createdAtMs) &&
    typeof cursor.workflowId === 'string' &&
    (cursor.byTime === undefined || cursor.byTime === true)
  );
}

async function listWorkflowSteps(
  operations: Operations,
  request: contract.ListWorkflowStepsRequest__Output,
): Promise<contract.ListWorkflowStepsResponse> {
  const workflowId = checkWorkflowId('workflow_id', request.workflowId);
  const format = decodeReadOptions(request.readOptions);
  const pageSize = checkPageSize(request.pageSize);
  const binding = { method: 'ListWorkflowSteps', filters: [workflowId] };
  const after = decodePageToken(binding, request.pageToken, isStepCursor);
  const page = await operations.listWorkflowSteps({
    workflowId,
    withOutput: !request.withoutOutput,
    maxValueBytes: format.maxValueBytes,
    pageSize,
    ...(after === undefined ? {} : { after }),
  });
  return {
    steps: page.items.map((step) => encodeStep(step, format)),
    nextPageToken: encodePageToken(binding, page.next),
  };
}

const MAX_INT4 = 2_147_483_647;

function isStepCursor(cursor: unknown): cursor is number {
  return Number.isInteger(cursor) && Math.abs(cursor as number) <= MAX_INT4;
}

function encodeStep(step: WorkflowStep, format: ReadFormat): contract.WorkflowStep {
  const { output, error, startedAtMs, completedAtMs, ...same } = step;
  return {
    ...same,
    ...(output === undefined ? {} : { output: encodeValue(output, format) }),
    ...(error === undefined ? {} : { error: encodeErrorValue(error, format) }),
    ...(startedAtMs === undefined ? {} : { startedAt: msToTimestamp(startedAtMs) }),
    ...(completedAtMs === undefined ? {} : { completedAt: msToTimestamp(completedAtMs) }),
  };
}
