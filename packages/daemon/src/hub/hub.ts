import { payloadOf, runHash, workflowHash, type Hint } from '../store/channels.js';
import type { SweepQuestion } from '../store/queries/hints.js';
import type { Committed } from '../model/committed.js';
import { Subjects, type Awaited, unambiguous } from './subjects.js';

/**
 * Called when what a waiter waits for may be there. Must not throw; may be called at any time, any number of times.
 * `committed`: the row that it may be, if this daemon wrote it. It may also be another workflow's: hints are ambiguous.
 */
export type Wake = (committed?: Committed) => void;
/** Ends a registration. */
export type Leave = () => void;

/** A workflow that is waited for. */
interface AwaitedWorkflow {
  readonly workflowId: string;
  /** Whether its row was there at a waiter's last read. `undefined`: no waiter has read it, or none needs to know. */
  existed: boolean | undefined;
}

/** A run of a workflow under a token. */
interface AwaitedRun {
  readonly workflowId: string;
  readonly ownerToken: string;
  /** When the last sweep that found it running began, by the monotonic clock. */
  seenAtMs?: number;
}

/**
 * The registry of waiters. Hints (from this daemon's writes, from NOTIFY, from the sweep) come in and wake the waiters
 * concerned, which then read for themselves, unless the hint carries the very row. Nothing is decided here: a hint may be
 * lost or doubled, the row is the truth.
 *
 * A waiter registers first, then reads, then waits. A registration, except one for messages, is also woken by the end of its
 * workflow.
 */
export class Hub {
  /** By hash of the workflow's id, which is what daemons send to each other. */
  readonly #workflows = new Subjects<AwaitedWorkflow>();
  readonly #events = new Subjects<{ readonly workflowId: string; readonly key: string }>();
  readonly #streams = new Subjects<{
    readonly workflowId: string;
    readonly key: string;
    readonly nextOffset: () => number | undefined;
  }>();
  readonly #messages = new Subjects<{ readonly workflowId: string; readonly topic: string }>();
  readonly #watches = new Subjects<{
    readonly workflowId: string;
    readonly digest: () => Buffer | undefined;
  }>();
  readonly #runs = new Subjects<AwaitedRun>();
  readonly #stops = new Subjects<AwaitedRun>();
  readonly #work = new Set<(queueHash: string) => void>();
  readonly #drained = new Set<Wake>();
  #draining = false;

  /** Whether the daemon drains: waits are answered "not yet", and streams end. */
  get draining(): boolean {
    return this.#draining;
  }

  /** How many registrations there are, for tests and metrics. */
  get size(): number {
    return this.#subjects().reduce((sum, subjects) => sum + subjects.interests, 0);
  }

  /** Waits for a workflow to end. */
  onWorkflow(workflowId: string, wake: Wake): Leave {
    return this.#workflows.add(
      workflowHash(workflowId),
      workflowId,
      { workflowId, existed: undefined },
      wake,
    );
  }

  /**
   * Notes whether an awaited workflow exists; from now on the sweep asks whether that has changed. Returns true when it existed
   * earlier during the wait, and is gone now.
   */
  noteWorkflow(workflowId: string, exists: boolean): boolean {
    const subject = this.#workflows.get(workflowHash(workflowId), workflowId);
    if (subject === undefined) return false;
    if (!exists && subject.existed === true) return true;
    subject.existed = exists;
    return false;
  }

  /** Whether a waiter has seen that the workflow exists, for tests. */
  knows(workflowId: string): boolean {
    return this.#workflows.get(workflowHash(workflowId), workflowId)?.existed === true;
  }

  /** Waits until a workflow no longer runs under that token: it ended, was taken over, or is gone. */
  onRun(workflowId: string, ownerToken: string, wake: Wake): Leave {
    return this.#runs.add(
      workflowHash(workflowId),
      unambiguous(workflowId, ownerToken),
      { workflowId, ownerToken },
      wake,
    );
  }

  /** When the sweep last saw the run going on, by the monotonic clock. `undefined`: not yet. */
  runSeenAtMs(workflowId: string, ownerToken: string): number | undefined {
    return this.#runs.get(workflowHash(workflowId), unambiguous(workflowId, ownerToken))?.seenAtMs;
  }

  /** Waits until a worker, here or on another daemon, says that it has stopped a run. */
  onStopped(workflowId: string, ownerToken: string, wake: Wake): Leave {
    const hash = runHash(workflowId, ownerToken);
    return this.#stops.add(hash, hash, { workflowId, ownerToken }, wake);
  }

  /** Waits for an event to be set. */
  onEvent(workflowId: string, key: string, wake: Wake): Leave {
    return both(
      this.onWorkflow(workflowId, wake),
      this.#events.add(payloadOf(workflowId, key), unambiguous(workflowId, key), { workflowId, key }, wake),
    );
  }

  /** Waits for a stream to grow beyond `nextOffset`, which each sweep calls (`undefined`: it need not ask). */
  onStream(workflowId: string, key: string, nextOffset: () => number | undefined, wake: Wake): Leave {
    return both(
      this.onWorkflow(workflowId, wake),
      this.#streams.add(payloadOf(workflowId, key), {}, { workflowId, key, nextOffset }, wake),
    );
  }

  /** Waits for a message on a topic (DBOS's null topic where there is none). */
  onMessage(workflowId: string, topic: string, wake: Wake): Leave {
    return this.#messages.add(
      payloadOf(workflowId, topic),
      unambiguous(workflowId, topic),
      { workflowId, topic },
      wake,
    );
  }

  /** Waits until the events of a workflow differ from the state with that digest, which each sweep calls. */
  onEvents(workflowId: string, digest: () => Buffer | undefined, wake: Wake): Leave {
    return both(
      this.onWorkflow(workflowId, wake),
      this.#watches.add(workflowId, {}, { workflowId, digest }, wake),
    );
  }

  /** Calls back when a workflow waits on a queue, with the hash of the queue's name. */
  onWork(listener: (queueHash: string) => void): Leave {
    this.#work.add(listener);
    return () => this.#work.delete(listener);
  }

  /** Wakes the waiters that a hint concerns. `committed`: the row that the hint is about. */
  hint(hint: Hint, committed?: Committed): void {
    switch (hint.kind) {
      case 'workflow':
        this.#workflows.wake(hint.hash);
        this.#runs.wake(hint.hash);
        return;
      case 'work':
        for (const listener of this.#work) listener(hint.hash);
        return;
      case 'stopped':
        this.#stops.wake(hint.hash);
        return;
      case 'message':
        this.#messages.wake(hint.payload);
        return;
      case 'stream':
        this.#streams.wake(hint.payload, committed);
        return;
      case 'event':
        this.#events.wake(hint.payload, committed);
        for (const workflowId of possibleWorkflows(hint.payload)) this.#watches.wake(workflowId);
        return;
    }
  }

  /** Wakes all waiters: hints may have been lost. */
  wakeAll(): void {
    for (const subjects of this.#subjects()) subjects.wakeAll();
  }

  /** From now on every wait is answered "not yet" at once. */
  drain(): void {
    this.#draining = true;
    for (const wake of this.#drained) wake();
    this.wakeAll();
  }

  /** Calls back once when the daemon drains. */
  onDrain(wake: Wake): Leave {
    this.#drained.add(wake);
    return () => this.#drained.delete(wake);
  }

  /** The question for the sweep: all that is waited for, or without `values` only the ends of workflows and of runs. */
  question(values: boolean): {
    question: SweepQuestion;
    awaited: Record<Exclude<keyof SweepQuestion, 'runs'>, Awaited<unknown>[]> & {
      runs: Awaited<AwaitedRun>[];
    };
  } {
    const workflows = this.#workflows.entries();
    const runs = this.#runs.entries();
    const events = values ? this.#events.entries() : [];
    const streams = values
      ? this.#streams.entries().filter(({ subject }) => subject.nextOffset() !== undefined)
      : [];
    const watches = values
      ? this.#watches.entries().filter(({ subject }) => subject.digest() !== undefined)
      : [];
    const messages = values ? this.#messages.entries() : [];
    return {
      question: {
        workflows: workflows.map(({ subject }) => subject),
        runs: runs.map(({ subject }) => subject),
        events: events.map(({ subject }) => subject),
        streams: streams.map(({ subject }) => ({ ...subject, nextOffset: subject.nextOffset() ?? 0 })),
        watches: watches.map(({ subject }) => ({ ...subject, digest: subject.digest() ?? Buffer.alloc(0) })),
        messages: messages.map(({ subject }) => subject),
      },
      awaited: { workflows, runs, events, streams, watches, messages },
    };
  }

  #subjects(): readonly Pick<Subjects<unknown>, 'interests' | 'wakeAll'>[] {
    return [
      this.#workflows,
      this.#runs,
      this.#stops,
      this.#events,
      this.#streams,
      this.#messages,
      this.#watches,
    ];
  }
}

// Any `::` in it may be the one that separates id and key.
function* possibleWorkflows(payload: string): Generator<string> {
  for (let at = payload.indexOf('::'); at >= 0; at = payload.indexOf('::', at + 1))
    yield payload.slice(0, at);
}

function both(first: Leave, second: Leave): Leave {
  return () => {
    first();
    second();
  };
}
