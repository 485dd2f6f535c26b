import {
  checkName,
  checkWorkflowId,
  CLIENT_MAX_VALUE_BYTES,
  type contract,
  DbosdError,
  invalidField,
  msToTimestamp,
  statusToWire,
  WORKFLOW_STATUSES,
} from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import { checkChoice, checkFlag, checkWhole, type OptionNames, takeOptions } from '../options.js';
import { throughPages } from '../pages.js';
import { type AbortOptions, takeAbortOptions } from '../timeouts.js';
import { attributesJson } from './attributes.js';
import { STATUS_READ_OPTIONS, type WorkflowStatus, workflowStatusOf } from './workflow-status.js';

/** The state of a workflow, as DBOS names it. */
export type WorkflowStatusString =
  'PENDING' | 'SUCCESS' | 'ERROR' | 'MAX_RECOVERY_ATTEMPTS_EXCEEDED' | 'CANCELLED' | 'ENQUEUED' | 'DELAYED';

/**
 * Which workflows are listed, with the names and meanings of DBOS's own filters: those that every filter takes. Absent
 * filters (also null), and empty texts, take all; a list of values takes those that equal one of them, an empty one
 * none. Lists hold up to 100 values, `workflowIDs` up to 1,000. Times are ISO 8601; both ends are included.
 */
export interface GetWorkflowsInput {
  workflowIDs?: string[];
  workflowName?: string | string[];
  status?: WorkflowStatusString | WorkflowStatusString[];
  /** Created at this time or later. */
  startTime?: string;
  /** Created at this time or before. */
  endTime?: string;
  completedAfter?: string;
  completedBefore?: string;
  dequeuedAfter?: string;
  dequeuedBefore?: string;
  authenticatedUser?: string | string[];
  applicationVersion?: string | string[];
  executorId?: string | string[];
  /** Ids that begin so. Taken literally. */
  workflow_id_prefix?: string | string[];
  queueName?: string | string[];
  /** On a queue, and not ended. */
  queuesOnly?: boolean;
  forkedFrom?: string | string[];
  /** Others were forked from it. */
  wasForkedFrom?: boolean;
  /** It was forked from another. */
  isFork?: boolean;
  parentWorkflowID?: string | string[];
  hasParent?: boolean;
  /** Its attributes contain these. */
  attributes?: Record<string, unknown>;
  scheduleName?: string | string[];
  /** Owned by these applications, or by none. Absent: the client's own, unless ids are given. An empty list: any. */
  applicationName?: string | string[];
  /** How many at most. Absent or 0: all. */
  limit?: number;
  /** How many are passed over first: they are read all the same. */
  offset?: number;
  /** The newest first. Absent: the oldest. */
  sortDesc?: boolean;
  /** Absent: true. */
  loadInput?: boolean;
  /** Absent: true. */
  loadOutput?: boolean;
}

const FILTERS: OptionNames<GetWorkflowsInput> = {
  workflowIDs: true,
  workflowName: true,
  status: true,
  startTime: true,
  endTime: true,
  completedAfter: true,
  completedBefore: true,
  dequeuedAfter: true,
  dequeuedBefore: true,
  authenticatedUser: true,
  applicationVersion: true,
  executorId: true,
  workflow_id_prefix: true,
  queueName: true,
  queuesOnly: true,
  forkedFrom: true,
  wasForkedFrom: true,
  isFork: true,
  parentWorkflowID: true,
  hasParent: true,
  attributes: true,
  scheduleName: true,
  applicationName: true,
  limit: true,
  offset: true,
  sortDesc: true,
  loadInput: true,
  loadOutput: true,
};

/** So many are asked for at once. */
const PAGE_SIZE = 1000;

/** Those workflows one by one, page by page, in the order of their creation. */
export async function* listAllWorkflows(
  connection: Connection,
  given: GetWorkflowsInput,
  options: AbortOptions,
): AsyncGenerator<WorkflowStatus, void, unknown> {
  const input = takeOptions('input', given, FILTERS);
  const { signal } = takeAbortOptions(options);
  for (const flag of FLAGS) checkFlag(flag, input[flag]);
  const { limit = 0, offset = 0 } = input;
  checkWhole('limit', limit);
  checkWhole('offset', offset);
  for (const status of listOf(input.status)) checkChoice('status', status, WORKFLOW_STATUSES);
  if (takesNone(input)) return;
  const end = limit === 0 ? Infinity : offset + limit;
  const request = { ...filterOf(input), pageSize: Math.min(PAGE_SIZE, end) };
  const pages = throughPages(async (pageToken) => {
    const page = await connection.call(
      'listWorkflows',
      { ...request, pageToken },
      { isRepeatable: true, signal },
    );
    return { items: page.workflows, nextPageToken: page.nextPageToken };
  });
  let taken = 0;
  for await (const workflow of pages) {
    taken += 1;
    if (taken > offset) yield workflowStatusOf(workflow, connection.readers);
    // Here, and not at the next one, which may be the first of a page that is not needed.
    if (taken >= end) return;
  }
}

function filterOf(input: GetWorkflowsInput): contract.ListWorkflowsRequest {
  return {
    workflowIds: checked('workflowIDs', input.workflowIDs, checkWorkflowId),
    workflowIdPrefixes: checked('workflow_id_prefix', input.workflow_id_prefix, checkWorkflowId),
    workflowNames: checked('workflowName', input.workflowName, checkName),
    statuses: listOf(input.status).map(statusToWire),
    createdSince: since('startTime', input.startTime),
    createdBefore: upTo('endTime', input.endTime),
    completedSince: since('completedAfter', input.completedAfter),
    completedBefore: upTo('completedBefore', input.completedBefore),
    dequeuedSince: since('dequeuedAfter', input.dequeuedAfter),
    dequeuedBefore: upTo('dequeuedBefore', input.dequeuedBefore),
    authenticatedUsers: checked('authenticatedUser', input.authenticatedUser, checkName),
    applicationVersions: checked('applicationVersion', input.applicationVersion, checkName),
    executorIds: checked('executorId', input.executorId, checkName),
    queueNames: checked('queueName', input.queueName, checkName),
    queuesOnly: input.queuesOnly ?? false,
    forkedFrom: checked('forkedFrom', input.forkedFrom, checkWorkflowId),
    parentWorkflowIds: checked('parentWorkflowID', input.parentWorkflowID, checkWorkflowId),
    scheduleNames: checked('scheduleName', input.scheduleName, checkName),
    applicationNames: checked('applicationName', input.applicationName, checkName),
    descending: input.sortDesc ?? false,
    withoutInput: input.loadInput === false,
    withoutOutput: input.loadOutput === false,
    // A page holds one workflow at least, whose three values must fit what the client receives, together with 1 MiB of
    // others.
    readOptions: { maxValueBytes: Math.floor(CLIENT_MAX_VALUE_BYTES / 3) },
    wasForkedFrom: input.wasForkedFrom,
    isFork: input.isFork,
    hasParent: input.hasParent,
    attributesJson:
      input.attributes === undefined ? undefined : attributesJson('attributes', input.attributes),
  };
}

const LISTS = [
  'workflowIDs',
  'workflow_id_prefix',
  'workflowName',
  'status',
  'authenticatedUser',
  'applicationVersion',
  'executorId',
  'queueName',
  'forkedFrom',
  'parentWorkflowID',
  'scheduleName',
] as const;

const FLAGS = [
  'queuesOnly',
  'wasForkedFrom',
  'isFork',
  'hasParent',
  'sortDesc',
  'loadInput',
  'loadOutput',
] as const;

function takesNone(input: GetWorkflowsInput): boolean {
  return LISTS.some((name) => Array.isArray(input[name]) && input[name].length === 0);
}

function checked(
  field: string,
  given: string | string[] | undefined,
  check: (field: string, text: string) => string,
): string[] {
  return listOf(given).map((text) => check(field, text));
}

// As DBOS has it, the empty text is no filter.
function listOf<T extends string>(given: T | T[] | undefined): T[] {
  if (Array.isArray(given)) return given;
  return given === undefined || given === ('' as T) ? [] : [given];
}

function since(field: string, time: string | undefined): ReturnType<typeof msToTimestamp> | null {
  return time === undefined || time === '' ? null : msToTimestamp(msOf(field, time));
}

// Stored times are whole milliseconds: up to and including one means before the next.
function upTo(field: string, time: string | undefined): ReturnType<typeof since> {
  return time === undefined || time === '' ? null : msToTimestamp(msOf(field, time) + 1);
}

function msOf(field: string, time: unknown): number {
  const isTime = typeof time === 'string' || typeof time === 'number' || time instanceof Date;
  const ms = isTime ? new Date(time).getTime() : NaN;
  if (Number.isNaN(ms))
    throw invalidField(field, `is ${String(time)}: give a time like 2026-01-31T12:00:00Z`);
  return ms;
}

/** The workflow as it is now. Undefined: there is none with this id. */
export async function getWorkflow(
  connection: Connection,
  workflowID: string,
  options: AbortOptions,
): Promise<WorkflowStatus | undefined> {
  const { signal } = takeAbortOptions(options);
  try {
    const { workflow } = await connection.call(
      'getWorkflow',
      { workflowId: checkWorkflowId('workflowID', workflowID), readOptions: STATUS_READ_OPTIONS },
      { isRepeatable: true, signal },
    );
    return workflow === null ? undefined : workflowStatusOf(workflow, connection.readers);
  } catch (error) {
    if (error instanceof DbosdError && error.reason === 'WORKFLOW_NOT_FOUND') return undefined;
    throw error;
  }
}
