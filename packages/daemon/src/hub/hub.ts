import { payloadOf, runHash, workflowHash, type Hint } from '../store/channels.js';
import type { SweepQuestion } from '../store/queries/hints/sweep.js';
import { Subjects, type Awaited, unambiguous } from './subjects.js';

/** Called when what somebody waits for may have come. Must not throw; may be called at any time, any number of times. */
export type Wake = () => void;
/** Ends a registration. */
export type Leave = () => void;

/** A workflow that is waited for. */
interface AwaitedWorkflow {
  readonly workflowId: string;
  /** Whether its row was there when a waiter looked last. Undefined: no waiter has looked, or none needs to know. */
  existed: boolean | undefined;
}

/** A run of a workflow under a token. */
interface AwaitedRun {
  readonly workflowId: string;
  readonly ownerToken: string;
  /** When a sweep began that found that it goes on, by the monotonic clock. */
  seenAtMs?: number;
}

/**
 * Who waits for what. Hints (of our own writes, of NOTIFY, of the sweep) come in, and wake those concerned; they then
 * read for themselves. Nothing is decided here: a hint may be lost or doubled, the row is the truth.
 *
 * Whoever waits registers first, then reads, then waits. A registration also hears of its workflow's end, one for
 * messages excepted.
 */
export class Hub {
  /** By hash of the workflow's id, which is how daemons spell it to each other. */
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
  readonly #drained = new Set<Wake>();
  #draining = false;

  /** The daemon drains: waits answer that nothing has come yet, streams end. */
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
   * Notes whether a workflow that is waited for exists; the sweep asks from now on whether that has changed. Answers true
   * when it was seen to exist while it was waited for, and is gone.
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

  /** Waits for a workflow to run no more under that token: it ended, was taken over, or is gone. */
  onRun(workflowId: string, ownerToken: string, wake: Wake): Leave {
    return this.#runs.add(
      workflowHash(workflowId),
      unambiguous(workflowId, ownerToken),
      { workflowId, ownerToken },
      wake,
    );
  }

  /** When the sweep saw last that the run goes on, by the monotonic clock. Undefined: it has not looked yet. */
  runSeenAtMs(workflowId: string, ownerToken: string): number | undefined {
    return this.#runs.get(workflowHash(workflowId), unambiguous(workflowId, ownerToken))?.seenAtMs;
  }

  /** Waits for a worker, here or elsewhere, to say that it has stopped a run. */
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

  /** Waits for a stream to grow beyond `nextOffset`, asked for at each sweep (`undefined`: it need not ask). */
  onStream(workflowId: string, key: string, nextOffset: () => number | undefined, wake: Wake): Leave {
    return both(
      this.onWorkflow(workflowId, wake),
      this.#streams.add(payloadOf(workflowId, key), {}, { workflowId, key, nextOffset }, wake),
    );
  }

  /** Waits for a message of a topic (with DBOS's stand-in where there is none). */
  onMessage(workflowId: string, topic: string, wake: Wake): Leave {
    return this.#messages.add(
      payloadOf(workflowId, topic),
      unambiguous(workflowId, topic),
      { workflowId, topic },
      wake,
    );
  }

  /** Waits for any event of a workflow to differ from the state with that digest, asked for at each sweep. */
  onEvents(workflowId: string, digest: () => Buffer | undefined, wake: Wake): Leave {
    return both(
      this.onWorkflow(workflowId, wake),
      this.#watches.add(workflowId, {}, { workflowId, digest }, wake),
    );
  }

  /** Wakes whoever a hint concerns. */
  hint(hint: Hint): void {
    switch (hint.kind) {
      case 'workflow':
        this.#workflows.wake(hint.hash);
        this.#runs.wake(hint.hash);
        return;
      // Nobody waits for work here: dispatch/ hears of it by itself.
      case 'work':
        return;
      case 'stopped':
        this.#stops.wake(hint.hash);
        return;
      case 'message':
        this.#messages.wake(hint.payload);
        return;
      case 'stream':
        this.#streams.wake(hint.payload);
        return;
      case 'event':
        this.#events.wake(hint.payload);
        for (const workflowId of possibleWorkflows(hint.payload)) this.#watches.wake(workflowId);
        return;
    }
  }

  /** Wakes everybody: hints may have been lost. */
  wakeAll(): void {
    for (const subjects of this.#subjects()) subjects.wakeAll();
  }

  /** From now on every wait answers at once that nothing has come yet. */
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

  /** All that is waited for, for the sweep: without `values`, only the ends of workflows and of runs. */
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

// Wherever `::` stands, it may be what separates id and key.
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
