import type { StepInfo, WorkflowStatus } from '@dbosd/client';
import { jsonOf } from '../output/json.js';
import type { Tone } from '../output/paint.js';
import { spanPhrase, timePhrase } from '../output/time-phrase.js';
import type { Column, View } from './view.js';

const TONES: ReadonlyMap<string, Tone> = new Map([
  ['SUCCESS', 'good'],
  ['ERROR', 'bad'],
  ['MAX_RECOVERY_ATTEMPTS_EXCEEDED', 'bad'],
  ['CANCELLED', 'quiet'],
  ['PENDING', 'busy'],
  ['ENQUEUED', 'busy'],
  ['DELAYED', 'busy'],
]);

function toneOfStatus(status: string): Tone | undefined {
  return TONES.get(status);
}

type Row = WorkflowStatus;

const ID: Column<Row> = { heading: 'WORKFLOW', about: 'its id', cell: ({ workflowID }) => workflowID };
const STATUS: Column<Row> = {
  heading: 'STATUS',
  about: 'PENDING, ENQUEUED, DELAYED, SUCCESS, ERROR, CANCELLED or MAX_RECOVERY_ATTEMPTS_EXCEEDED',
  cell: ({ status }) => status,
  tone: ({ status }) => toneOfStatus(status),
  isLookedFor: true,
};
const NAME: Column<Row> = {
  heading: 'NAME',
  about: 'the name under which its application registered it',
  cell: ({ workflowName }) => workflowName,
};
const QUEUE: Column<Row> = {
  heading: 'QUEUE',
  about: 'empty: none',
  cell: ({ queueName }) => queueName ?? '',
};
const CREATED = time('CREATED', 'how long ago', ({ createdAt }) => createdAt);
const ENDED = time('ENDED', 'how long ago; empty: it has not', ({ completedAt }) => completedAt);

/** The answer of every change: the status of each workflow after it. */
export const CHANGED_WORKFLOWS: View<Row> = {
  columns: [ID, STATUS],
  record: ({ workflowID, status }) => ({ workflowID, status }),
  key: ({ workflowID }) => workflowID,
  none: 'no workflows',
};

export const WORKFLOWS: View<Row> = {
  columns: [ID, NAME, STATUS, QUEUE, CREATED, ENDED],
  record: workflowRecord,
  key: ({ workflowID }) => workflowID,
  none: 'no workflows',
};

/** All that is known of one. Empty fields are left out. */
export const WORKFLOW: View<Row> = {
  ...WORKFLOWS,
  columns: [
    ID,
    NAME,
    text('CLASS', 'of the workflow', ({ workflowClassName }) => workflowClassName),
    text('CONFIGURED AS', 'the name of its instance', ({ workflowConfigName }) => workflowConfigName),
    STATUS,
    text('APPLICATION', 'that owns it', ({ applicationName }) => applicationName),
    text('VERSION', 'of that application', ({ applicationVersion }) => applicationVersion),
    text('EXECUTOR', 'that ran it last', ({ executorId }) => executorId),
    QUEUE,
    text('PRIORITY', 'lower goes first', ({ priority }) => (priority === 0 ? '' : String(priority))),
    text('PARTITION', 'of its queue', ({ queuePartitionKey }) => queuePartitionKey),
    text('DEDUPLICATION', 'its id', ({ deduplicationID }) => deduplicationID),
    CREATED,
    time('DEQUEUED', 'how long ago', ({ dequeuedAt }) => dequeuedAt),
    time('DELAYED UNTIL', 'when it is put on its queue', ({ delayUntilEpochMS }) => delayUntilEpochMS),
    time('DEADLINE', 'when it is cancelled', ({ deadlineEpochMS }) => deadlineEpochMS),
    text('TIMEOUT', 'from when it is dequeued', ({ timeoutMS }) =>
      timeoutMS === undefined ? '' : spanPhrase(timeoutMS),
    ),
    ENDED,
    text('PARENT', 'the workflow that started it', ({ parentWorkflowID }) => parentWorkflowID),
    text('FORKED FROM', 'the workflow that it was forked from', ({ forkedFrom }) => forkedFrom),
    text('SCHEDULE', 'that started it', ({ scheduleName }) => scheduleName),
    text('USER', 'that it runs for', ({ authenticatedUser }) => authenticatedUser),
    text('ROLES', 'of that user', ({ authenticatedRoles }) => (authenticatedRoles ?? []).join(', ')),
    json('ATTRIBUTES', 'its labels', ({ attributes }) => attributes),
    json('INPUT', 'its arguments', ({ input, undecodable }) => undecodable?.input ?? input),
    json('OUTPUT', 'its result', ({ output, undecodable }) => undecodable?.output ?? output),
    {
      ...json('ERROR', 'by which it ended', ({ error, undecodable }) => undecodable?.error ?? error),
      tone: () => 'bad',
    },
  ],
};

/** A workflow for programs: DBOS's own names, with times in ISO 8601. */
function workflowRecord(workflow: Row): Record<string, unknown> {
  const { createdAt, updatedAt, dequeuedAt, completedAt, deadlineEpochMS, delayUntilEpochMS, ...rest } =
    workflow;
  return {
    ...rest,
    createdAt: new Date(createdAt),
    updatedAt: dateOf(updatedAt),
    dequeuedAt: dateOf(dequeuedAt),
    completedAt: dateOf(completedAt),
    deadline: dateOf(deadlineEpochMS),
    delayUntil: dateOf(delayUntilEpochMS),
    undecodable: workflow.undecodable,
  };
}

/** Undefined stays so: it is then no field. */
export function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}

function time(heading: string, about: string, of: (row: Row) => number | undefined): Column<Row> {
  return { heading, about, cell: (row, nowMs) => timePhrase(of(row), nowMs), isLookedFor: true };
}

function text(heading: string, about: string, of: (row: Row) => string | undefined): Column<Row> {
  return { heading, about, cell: (row) => of(row) ?? '' };
}

function json(heading: string, about: string, of: (row: Row) => unknown): Column<Row> {
  return {
    heading,
    about: `${about}, as JSON`,
    cell: (row) => {
      const value = of(row);
      return value === undefined ? '' : jsonOf(value);
    },
  };
}

/** A step's output or error in words; what cannot be read is marked. */
export function resultWords({ output, error, undecodable }: StepInfo): string {
  const unread = undecodable?.error ?? undecodable?.output;
  if (unread !== undefined) return jsonOf(unread);
  return error === null ? jsonOf(output) : `${error.name}: ${error.message}`;
}

function hasFailed({ error, undecodable }: StepInfo): boolean {
  return error !== null || undecodable?.error !== undefined;
}

export const STEPS: View<StepInfo> = {
  columns: [
    { heading: 'STEP', about: 'its number, from 0', cell: ({ functionID }) => String(functionID) },
    { heading: 'NAME', about: 'of the step', cell: ({ name }) => name },
    {
      heading: 'STARTED',
      about: 'how long ago',
      cell: ({ startedAtEpochMs }, nowMs) => timePhrase(startedAtEpochMs, nowMs),
      isLookedFor: true,
    },
    {
      heading: 'TOOK',
      about: 'how long it ran',
      cell: ({ startedAtEpochMs: from, completedAtEpochMs: to }) =>
        from === undefined || to === undefined ? '' : spanPhrase(Math.max(0, to - from)),
      isLookedFor: true,
    },
    {
      heading: 'RESULT',
      about: 'its output or its error, as JSON, or the workflow that it started',
      cell: (step) => {
        if (hasFailed(step) || step.childWorkflowID === null) return resultWords(step);
        return `workflow ${step.childWorkflowID}`;
      },
      tone: (step) => (hasFailed(step) ? 'bad' : undefined),
    },
  ],
  record: ({ startedAtEpochMs, completedAtEpochMs, undecodable, ...rest }) => ({
    ...rest,
    startedAt: dateOf(startedAtEpochMs),
    completedAt: dateOf(completedAtEpochMs),
    undecodable,
  }),
  key: ({ functionID }) => String(functionID),
  none: 'no steps',
};
