import type { DbosdError } from '@dbosd/shared';
import {
  deduplicationConflict,
  workflowIdConflict,
  workflowIdInUse,
  workflowNotFound,
} from '../../../model/failures.js';
import type { WorkflowStarted } from '../../../model/durable.js';
import { isUniqueViolation } from '../../../store/errors.js';
import { findStarted, type FoundStart } from '../../../store/queries/durable/find-started.js';
import {
  startChildren,
  type ChildStart,
  type FreeVerdict,
  type NewStart,
  type StandingWorkflow,
  type StartVerdict,
} from '../../../store/queries/durable/start-workflows.js';
import type { Announcer } from '../../announcer.js';
import type { Verdict } from '../../lane.js';
import { callIdentity, mismatch, type DurableKind, type Written } from './durable-kind.js';
import { writeInParts } from './write-in-parts.js';

/** Starts workflows of workflows, in the lane of the one that starts. */
export function startWorkflowKind(options: {
  readonly legacyInputs: boolean;
}): DurableKind<ChildStart, WorkflowStarted> {
  return {
    name: 'start-workflow',
    write: (db, starts) =>
      writeInParts(starts, {
        idsOf,
        write: async (part) => {
          const verdicts = await startChildren(db, part, options);
          return part.map((start, index) => toWritten(start, verdicts[index] ?? { kind: 'skipped' }));
        },
      }),
    look: async (db, starts) => {
      const found = await findStarted(db, starts);
      return starts.map((start, index) => answer(start, found[index]));
    },
    identityOf: callIdentity,
    bytesOf: ({ input }) => Buffer.byteLength(input.data),
    // A deduplication id or a function id was taken since the snapshot; by whom, the next one shows.
    collided: (starts, failure) => (isUniqueViolation(failure) ? starts : undefined),
    announce: announceStart,
  };
}

/** Tells of the work that a started workflow is on its queue. Its start by itself answers nobody who waits. */
export function announceStart(
  announcer: Announcer,
  { queue }: NewStart,
  { existing, status }: WorkflowStarted,
): void {
  if (!existing && queue !== undefined && status === 'ENQUEUED') announcer.workWaits(queue.queueName);
}

function idsOf(start: ChildStart): string[] {
  return [`call ${String(start.functionId)} ${start.workflowId}`, ...startIdsOf(start)];
}

/** What no two starts of a statement may have in common. */
export function startIdsOf({ newId, queue }: NewStart): string[] {
  return [
    `id ${newId}`,
    ...(queue?.deduplicationId === undefined
      ? []
      : [`deduplication ${JSON.stringify([queue.queueName, queue.deduplicationId])}`]),
  ];
}

function toWritten(start: ChildStart, verdict: StartVerdict): Written<WorkflowStarted> {
  if (verdict.kind === 'recorded' || verdict.kind === 'skipped' || verdict.kind === 'refused') return verdict;
  const judged = judgeStart(start, verdict);
  return judged.kind === 'done' ? { kind: 'applied', result: toStarted(judged.result) } : judged;
}

/** A workflow that was started, or that the start found and took. */
export interface Begun {
  readonly workflow: StandingWorkflow;
  readonly existing: boolean;
}

/** What a start's verdict says to its caller; `later`: it is to be tried again. */
export function judgeStart(start: NewStart, verdict: FreeVerdict): Verdict<Begun> {
  switch (verdict.kind) {
    case 'started':
      return { kind: 'done', result: { workflow: verdict.workflow, existing: false } };
    case 'existing':
    case 'deduplicated':
      return { kind: 'done', result: { workflow: verdict.workflow, existing: true } };
    case 'inUse':
      return failed(workflowIdInUse(start.newId, verdict.workflow.status, verdict.workflow.workflowName));
    case 'duplicate':
      return failed(deduplicationConflict(start.queue?.queueName ?? '', verdict.workflow.workflowId));
    case 'otherName':
      return failed(workflowIdConflict(start.newId, verdict.found, start));
    case 'again':
      return { kind: 'later', afterMs: 0 };
  }
}

function answer(start: ChildStart, found: FoundStart | undefined): Verdict<WorkflowStarted> | undefined {
  if (found === undefined) return undefined;
  const error = mismatch(start, start.workflowName, found);
  if (error) return failed(error);
  return found.workflow
    ? { kind: 'done', result: { ...found.workflow, existing: !found.own } }
    : failed(workflowNotFound(start.newId));
}

/** The answer to the starter of a workflow. */
export function toStarted({ workflow, existing }: Begun): WorkflowStarted {
  const { workflowId, status, run, deadlineInMs } = workflow;
  return { workflowId, existing, run, status, ...(deadlineInMs !== undefined && { deadlineInMs }) };
}

function failed(error: DbosdError): { readonly kind: 'failed'; readonly error: DbosdError } {
  return { kind: 'failed', error };
}
