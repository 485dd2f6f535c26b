import { checkWorkflowId, MAX_FUNCTION_ID, msToTimestamp, type contract } from '@dbosd/shared';
import type { Operations, WorkflowCursor, WorkflowStep } from '../../operations/operations.js';
import { checkPageSize } from '../fields/numbers.js';
import {
  decodePageToken,
  encodePageToken,
  isCursorOf,
  isMark,
  isTextCursor,
  isTimeCursor,
} from '../fields/page-token.js';
import { decodeReadOptions, type ReadFormat } from '../fields/read-options.js';
import { encodeErrorValue, encodeValue } from '../fields/value.js';
import { decodeWorkflowFilter } from '../fields/workflow-filter.js';
import { read, type MethodEnvironment, type MethodTable } from './method.js';
import { encodeWorkflow } from './workflow-record.js';

/** The lists of WorkflowService. */
export function workflowListMethods(environment: MethodEnvironment): MethodTable {
  return {
    listWorkflows: read((request: contract.ListWorkflowsRequest__Output) =>
      listWorkflows(environment, request),
    ),
    listWorkflowSteps: read((request: contract.ListWorkflowStepsRequest__Output) =>
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

const isWorkflowCursor = isCursorOf<WorkflowCursor>({
  createdAtMs: isTimeCursor,
  workflowId: isTextCursor,
  byTime: isMark,
});

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

function isStepCursor(cursor: unknown): cursor is number {
  return Number.isInteger(cursor) && (cursor as number) >= 0 && (cursor as number) <= MAX_FUNCTION_ID;
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
