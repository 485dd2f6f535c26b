import {
  checkWorkflowId,
  type contract,
  MAX_FUNCTION_ID,
  msToDuration,
  msToTimestamp,
  statusToWire,
} from '@dbosd/shared';
import { fromStoredExecutorId } from '../../model/workers.js';
import type {
  Operations,
  ReadValue,
  WorkflowCursor,
  WorkflowRecord,
  WorkflowStep,
} from '../../operations/operations.js';
import {
  decodePageToken,
  encodePageToken,
  isCursorOf,
  isMark,
  isTextCursor,
  isTimeCursor,
} from '../fields/page-token.js';
import { checkPageSize } from '../fields/scalars.js';
import { decodeReadOptions, encodeErrorValue, encodeValue, type ReadFormat } from '../fields/values.js';
import { decodeWorkflowFilter } from '../fields/workflows.js';
import { type MethodEnvironment, type MethodTable, read } from './method.js';

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
    after,
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
    after,
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
    output: output === undefined ? undefined : encodeValue(output, format),
    error: error === undefined ? undefined : encodeErrorValue(error, format),
    startedAt: startedAtMs === undefined ? undefined : msToTimestamp(startedAtMs),
    completedAt: completedAtMs === undefined ? undefined : msToTimestamp(completedAtMs),
  };
}

/** A workflow as the contract shows it. */
export function encodeWorkflow(record: WorkflowRecord, format: ReadFormat): contract.Workflow {
  const { input, output, error, createdAtMs, updatedAtMs, timeoutMs, deadlineMs, ...rest } = record;
  const { status, dequeuedAtMs, delayUntilMs, completedAtMs, authenticatedRoles, executorId, ...same } = rest;
  return {
    // The names, flags and numbers that both sides have alike; absent ones stay absent.
    ...same,
    executorId: executorId === undefined ? undefined : fromStoredExecutorId(executorId),
    authenticatedRoles: [...authenticatedRoles],
    status: statusToWire(status),
    createdAt: msToTimestamp(createdAtMs),
    updatedAt: msToTimestamp(updatedAtMs),
    timeout: optional(timeoutMs, msToDuration),
    deadline: optional(deadlineMs, msToTimestamp),
    dequeuedAt: optional(dequeuedAtMs, msToTimestamp),
    delayUntil: optional(delayUntilMs, msToTimestamp),
    completedAt: optional(completedAtMs, msToTimestamp),
    input: optional(input, value),
    output: optional(output, value),
    error: optional(error, (read) => encodeErrorValue(read, format)),
  };

  function value(read: ReadValue): contract.Value {
    return encodeValue(read, format);
  }
}

// The generated types write an absent message as null.
function optional<In, Out>(value: In | undefined, encode: (value: In) => Out): Out | null {
  return value === undefined ? null : encode(value);
}
