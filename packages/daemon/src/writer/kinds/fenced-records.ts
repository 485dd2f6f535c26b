import type {
  FinishWorkflowCommand,
  RecordDeadlineCommand,
  RecordStepCommand,
  SetEventCommand,
} from '../../model/durable.js';
import { notRunning } from '../../model/failures.js';
import { SET_EVENT_NAME, setEvents } from '../../store/queries/events/set-events.js';
import { findFinished, finishWorkflows } from '../../store/queries/workflows/finish-workflows.js';
import { DEADLINE_NAME, recordDeadlines, recordSteps } from '../../store/queries/workflows/record-steps.js';
import { callIdentity, checkCheckpoints, effectOnly, fencedKind } from './fenced-kind.js';

/** Records the outcome of a step, or of anything else that has only an outcome. */
export const recordStepKind = fencedKind<RecordStepCommand, undefined>({
  name: 'record-step',
  write: async (db, steps) => (await recordSteps(db, steps)).map(effectOnly),
  check: (db, steps) =>
    checkCheckpoints(db, steps, { nameOf: ({ functionName }) => functionName, answer: () => undefined }),
  identityOf: callIdentity,
  bytesOf: ({ output, error }) => Buffer.byteLength((output ?? error)?.data ?? ''),
});

/** Records when a sleep or a wait will be over; answers what is left of the deadline that is recorded, in ms, at least 0. */
export const recordDeadlineKind = fencedKind<RecordDeadlineCommand, number>({
  name: 'record-deadline',
  write: async (db, deadlines) =>
    (await recordDeadlines(db, deadlines)).map((verdict) =>
      verdict.kind === 'applied' ? { kind: 'applied', result: verdict.remainingMs } : verdict,
    ),
  check: (db, deadlines) =>
    checkCheckpoints(db, deadlines, {
      nameOf: () => DEADLINE_NAME,
      // Never more than is asked for, or, of a sleep, was asked for first: the database's clock may have stepped back since.
      answer: ({ remainingMs = 0, recordedMs = 0 }, { durationMs }) =>
        Math.max(0, Math.min(remainingMs, Math.max(recordedMs, durationMs))),
    }),
  identityOf: callIdentity,
  bytesOf: () => 0,
});

/** What became of an event: whether it was the current one when it committed, and no later call's. */
interface EventWritten {
  readonly isCurrent: boolean;
}

/** Sets an event: its value once the row has committed, unless a later call of the workflow has set it. */
export const setEventKind = fencedKind<SetEventCommand, EventWritten>({
  name: 'set-event',
  write: async (db, events) =>
    (await setEvents(db, events)).map((verdict) =>
      verdict.kind === 'applied' ? { kind: 'applied', result: { isCurrent: verdict.isCurrent } } : verdict,
    ),
  // What the first call wrote may have been replaced since.
  check: (db, events) =>
    checkCheckpoints(db, events, { nameOf: () => SET_EVENT_NAME, answer: () => ({ isCurrent: false }) }),
  identityOf: callIdentity,
  bytesOf: ({ value }) => Buffer.byteLength(value.data),
  announce: (announcer, { workflowId, key, value }, { isCurrent }, begunAtMs) => {
    const committed = isCurrent ? ({ kind: 'event', workflowId, key, value, begunAtMs } as const) : undefined;
    announcer.eventSet(workflowId, key, committed);
  },
});

/**
 * Ends a workflow with its outcome. A repeat after a lost answer finds no owner any more, only a workflow that has ended;
 * where it has ended with the very outcome, it is answered as the first call.
 */
export const finishWorkflowKind = fencedKind<FinishWorkflowCommand, undefined>({
  name: 'finish-workflow',
  write: async (db, workflows) =>
    (await finishWorkflows(db, workflows)).map((verdict, index) =>
      verdict.kind === 'refused' && hasOutcome(verdict.status)
        ? { kind: 'recorded', otherwise: notRunning(workflows[index]?.workflowId ?? '', verdict.status) }
        : effectOnly(verdict),
    ),
  check: async (db, workflows) =>
    (await findFinished(db, workflows)).map((same) =>
      same ? { kind: 'done', result: undefined } : undefined,
    ),
  identityOf: () => 'end',
  bytesOf: ({ output, error }) => Buffer.byteLength((output ?? error)?.data ?? ''),
  announce: (announcer, { workflowId }) => {
    announcer.workflowChanged(workflowId);
  },
});

function hasOutcome(status: string): boolean {
  return status === 'SUCCESS' || status === 'ERROR';
}
