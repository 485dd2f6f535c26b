import { checkWorkflowId, DbosdError, timestampToMs, type contract, type ValueReaders } from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import { checkWhole, takeOptions, type OptionNames } from '../options.js';
import { throughPages } from '../pages.js';
import type { AbortOptions } from '../timeouts.js';
import { decodeAmongOthers, withTexts, type Undecodable } from '../undecodable-value.js';
import { decodeWireError, READ_OPTIONS, type Whereabouts } from '../values.js';

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
  /** Which of its values are only their stored text, or nothing, since they cannot be read here. Not enumerable. */
  readonly undecodable?: Undecodable<'output' | 'error'>;
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
  const { limit = Number.MAX_SAFE_INTEGER, offset = 0, signal } = takeOptions('options', options, OPTIONS);
  checkWhole('limit', limit);
  checkWhole('offset', offset);
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
  return withTexts({
    functionID: step.functionId,
    name: step.name,
    output: step.output ? decodeAmongOthers(step.output, where, { readers }) : null,
    error: step.error
      ? (decodeAmongOthers(step.error, where, { readers, decode: decodeWireError }) as Error)
      : null,
    childWorkflowID: step.childWorkflowId ?? null,
    ...(step.startedAt ? { startedAtEpochMs: timestampToMs(step.startedAt) } : {}),
    ...(step.completedAt ? { completedAtEpochMs: timestampToMs(step.completedAt) } : {}),
  });
}
