import type { WorkflowStarted } from '../../model/durable.js';
import {
  deduplicationConflict,
  workflowIdConflict,
  workflowIdInUse,
  workflowNotFound,
} from '../../model/failures.js';
import { isUniqueViolation } from '../../store/errors.js';
import { findStarted, type FoundStart } from '../../store/queries/workflows/find-started.js';
import {
  type ChildStart,
  type FreeVerdict,
  type NewStart,
  type StandingWorkflow,
  startChildren,
  startFree,
} from '../../store/queries/workflows/start-workflows.js';
import type { Announcer } from '../announcer.js';
import { failed, SEPARATE_LOCK_TIMEOUT, type Verdict, type WriteKind, type Written } from '../write-kind.js';
import { callIdentity, fencedKind, type FencedWritten, mismatch, workflowLane } from './fenced-kind.js';
import { writeInParts } from './write-in-parts.js';

/** A workflow that was started, or that the start found and took. */
export interface Begun {
  readonly workflow: StandingWorkflow;
  readonly existing: boolean;
}

export interface StartKinds {
  /** Starts that no workflow makes, and enqueues from outside. A repeat knows by its token what it has made itself. */
  readonly free: WriteKind<NewStart, Begun>;
  /** Starts of workflows by workflows, in the lane of the one that starts. */
  readonly child: WriteKind<ChildStart, WorkflowStarted>;
}

/**
 * Starts workflows: row, input and, of a child, the parent's checkpoint are one transaction. A batch waits for a foreign lock
 * once; from then on the start that was held up is tried by itself at once, and no other waits for it.
 */
export function startKinds(options: { readonly legacyInputs: boolean }): StartKinds {
  const free: WriteKind<NewStart, Begun> = {
    name: 'start-workflows',
    // More than one batch at a time only makes them smaller (docs/adr/0016).
    pool: { maxBatches: 1 },
    maxBatches: 1,
    laneOf: startLane,
    identityOf: ({ newId }) => newId,
    bytesOf,
    write: (db, starts) =>
      writeInParts(starts, {
        laneOf: startLane,
        idsOf: startIdsOf,
        write: async (part) => {
          const verdicts = await startFree(db, part, options);
          return part.map((start, index) => judge(start, verdicts[index] ?? { kind: 'again' }));
        },
      }),
    // Only what was taken since the snapshot is `recorded`: the next snapshot shows by whom.
    check: (_db, starts) => Promise.resolve(starts.map(() => undefined)),
    collided: takenMeanwhile,
    separately: {
      afterLockTimeout: true,
      settings: { lock_timeout: SEPARATE_LOCK_TIMEOUT },
      locks: new KnownLocks(startIdsOf),
      missing: ({ newId }) => workflowNotFound(newId),
    },
    announce: (announcer, start, { workflow, existing }) => {
      // A start by a worker is known to the one that waits for it; an enqueue from outside may be waited for by others.
      if (!existing && start.executorId === undefined) announcer.workflowChanged(workflow.workflowId);
      announceWork(announcer, start, { existing, status: workflow.status });
    },
  };
  const child = fencedKind<ChildStart, WorkflowStarted>({
    name: 'start-workflow',
    write: (db, starts) =>
      writeInParts(starts, {
        laneOf: workflowLane,
        idsOf: (start) => [`call ${String(start.functionId)} ${start.workflowId}`, ...startIdsOf(start)],
        write: async (part) => {
          const verdicts = await startChildren(db, part, options);
          return part.map((start, index): FencedWritten<WorkflowStarted> => {
            const verdict = verdicts[index] ?? { kind: 'skipped' };
            if (verdict.kind === 'recorded' || verdict.kind === 'skipped' || verdict.kind === 'refused') {
              return verdict;
            }
            const said = judge(start, verdict);
            return said.kind === 'applied' ? { kind: 'applied', result: toStarted(said.result) } : said;
          });
        },
      }),
    check: async (db, starts) => {
      const found = await findStarted(db, starts);
      return starts.map((start, index) => answer(start, found[index]));
    },
    identityOf: callIdentity,
    bytesOf,
    collided: takenMeanwhile,
    announce: announceWork,
  });
  return { free, child };
}

/** The answer to the starter of a workflow. */
export function toStarted({ workflow, existing }: Begun): WorkflowStarted {
  const { workflowId, status, run, deadlineInMs } = workflow;
  return { workflowId, existing, run, status, deadlineInMs };
}

/** Notifies of the work that a started workflow is on its queue. */
function announceWork(
  announcer: Announcer,
  { queue }: NewStart,
  { existing, status }: Pick<WorkflowStarted, 'existing' | 'status'>,
): void {
  if (!existing && queue !== undefined && status === 'ENQUEUED') announcer.workWaits(queue.queueName);
}

/** A deduplication id or a function id was taken since the snapshot; the next one shows by whom. */
function takenMeanwhile<T>(starts: readonly T[], failure: unknown): readonly T[] | undefined {
  return isUniqueViolation(failure) ? starts : undefined;
}

/** What no two starts of a statement may have in common. */
function startIdsOf({ newId, queue }: NewStart): string[] {
  return [
    `id ${newId}`,
    ...(queue?.deduplicationId === undefined
      ? []
      : [`deduplication ${JSON.stringify([queue.queueName, queue.deduplicationId])}`]),
  ];
}

function startLane({ newId }: NewStart): string {
  return `start ${newId}`;
}

function bytesOf({ input }: NewStart): number {
  return Buffer.byteLength(input.data);
}

function judge(start: NewStart, verdict: FreeVerdict): Written<Begun> {
  switch (verdict.kind) {
    case 'started':
      return { kind: 'applied', result: { workflow: verdict.workflow, existing: false } };
    case 'existing':
    case 'deduplicated':
      return { kind: 'applied', result: { workflow: verdict.workflow, existing: true } };
    case 'inUse':
      return failed(workflowIdInUse(start.newId, verdict.workflow.status, verdict.workflow.workflowName));
    case 'duplicate':
      return failed(deduplicationConflict(start.queue?.queueName ?? '', verdict.workflow.workflowId));
    case 'otherName':
      return failed(workflowIdConflict(start.newId, verdict.found, start));
    case 'again':
      return { kind: 'recorded' };
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

/** How long an id that another program holds locked is kept out of the batches, and of how many ids that is remembered. */
const LOCKED_FOR_MS = 10_000;
const MAX_IDS = 1000;

/** Ids that other programs hold locked, so that a batch waits for each lock once. The oldest is forgotten first. */
class KnownLocks<T> {
  readonly #idsOf: (member: T) => readonly string[];
  /** By id: until when it is taken for locked, on the monotonic clock. */
  readonly #until = new Map<string, number>();

  constructor(idsOf: (member: T) => readonly string[]) {
    this.#idsOf = idsOf;
  }

  has(member: T): boolean {
    if (this.#until.size === 0) return false;
    const now = performance.now();
    return this.#idsOf(member).some((id) => (this.#until.get(id) ?? 0) > now);
  }

  add(member: T): void {
    for (const id of this.#idsOf(member)) {
      this.#until.delete(id);
      this.#until.set(id, performance.now() + LOCKED_FOR_MS);
    }
    for (const [oldest] of this.#until) {
      if (this.#until.size <= MAX_IDS) break;
      this.#until.delete(oldest);
    }
  }

  delete(member: T): void {
    if (this.#until.size === 0) return;
    for (const id of this.#idsOf(member)) this.#until.delete(id);
  }
}
