import {
  checkWorkflowId,
  DbosdError,
  invalidField,
  timestampToMs,
  UndecodableError,
  type contract,
  type ValueReaders,
} from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import { checkOptions, type OptionNames } from '../options.js';
import { throughPages } from '../pages.js';
import type { AbortOptions } from '../timeouts.js';
import { decodeWire, READ_OPTIONS, storedOf, type Whereabouts } from '../values.js';
import { workflowErrorOf } from './workflow-error.js';

/** A step that a workflow has recorded, in DBOS's own shape. Times are milliseconds since the epoch. */
export interface StepInfo {
  readonly functionID: number;
  readonly name: string;
  /** Null: it has none. The stored text, where its format is not read here. */
  readonly output: unknown;
  readonly error: Error | null;
  readonly childWorkflowID: string | null;
  readonly startedAtEpochMs?: number;
  readonly completedAtEpochMs?: number;
}

export interface ListWorkflowStepsOptions extends AbortOptions {
  /** How many at most. Absent: all. */
  limit?: number;
  /** How many are passed over first. */
  offset?: number;
}

const OPTIONS: OptionNames<ListWorkflowStepsOptions> = { limit: true, offset: true, signal: true };
const PAGE_SIZE = 1000;

/** The steps of a workflow by their number. Undefined: there is no workflow with this id. */
export async function listWorkflowSteps(
  connection: Connection,
  workflowID: string,
  options: ListWorkflowStepsOptions,
): Promise<StepInfo[] | undefined> {
  checkOptions('options', options, OPTIONS);
  const { limit = Infinity, offset = 0, signal } = options;
  if (!(limit >= 0)) throw invalidField('limit', `is ${String(limit)}: give a whole number from 0`);
  if (!(offset >= 0)) throw invalidField('offset', `is ${String(offset)}: give a whole number from 0`);
  const workflowId = checkWorkflowId('workflowID', workflowID);
  const pages = throughPages(async (pageToken) => {
    const page = await connection.call(
      'listWorkflowSteps',
      { workflowId, readOptions: READ_OPTIONS, pageSize: Math.min(PAGE_SIZE, offset + limit), pageToken },
      { isRepeatable: true, signal },
    );
    return { items: page.steps, nextPageToken: page.nextPageToken };
  });
  const steps: StepInfo[] = [];
  try {
    let passed = 0;
    for await (const step of pages) {
      passed += 1;
      if (passed > offset + limit) break;
      if (passed > offset)
        steps.push(
          stepOf(step, { workflow_id: workflowId, function_id: String(step.functionId) }, connection.readers),
        );
    }
  } catch (error) {
    if (error instanceof DbosdError && error.reason === 'WORKFLOW_NOT_FOUND') return undefined;
    throw error;
  }
  return steps;
}

function stepOf(step: contract.WorkflowStep__Output, where: Whereabouts, readers: ValueReaders): StepInfo {
  return {
    functionID: step.functionId,
    name: step.name,
    output: step.output ? orText(step.output, (value) => decodeWire(value, where, readers)) : null,
    error: step.error
      ? (orText(step.error, (value) => workflowErrorOf(value, where, readers)) as Error)
      : null,
    childWorkflowID: step.childWorkflowId ?? null,
    ...(step.startedAt ? { startedAtEpochMs: timestampToMs(step.startedAt) } : {}),
    ...(step.completedAt ? { completedAtEpochMs: timestampToMs(step.completedAt) } : {}),
  };
}

// As DBOS does: a step can be looked at even where its value cannot be read.
function orText(value: contract.Value__Output, decode: (value: contract.Value__Output) => unknown): unknown {
  try {
    return decode(value);
  } catch (error) {
    if (error instanceof UndecodableError) return storedOf(value).data;
    throw error;
  }
}
