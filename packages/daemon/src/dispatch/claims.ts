import { setMaxListeners } from 'node:events';
import { backoffMs, type Clock } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';
import { Loop } from '../ops/loop.js';
import { queueHash } from '../store/channels.js';
import { isContention } from '../store/errors.js';
import type { Claimed } from '../store/queries/queues/claim-workflows.js';
import { findWork, listPartitions, type QueueWork } from '../store/queries/queues/find-work.js';
import { releaseWorkflows } from '../store/queries/workers/release-workflows.js';
import { assign } from './assignments.js';
import { claimFrom, type ClaimTarget, isPartitioned, workerRoom } from './claim-from.js';
import { announceReleased, type DispatchOptions } from './options.js';
import type { Ownership } from './ownership.js';
import type { ConnectedWorkers, Worker } from './worker.js';

/**
 * Claims workflows from queues for the workers that are connected here. A round asks once which queues have work, and then
 * claims from those until nothing is left or no worker has room; workers of one application take turns.
 */
export class Claims implements Service {
  readonly #options: DispatchOptions;
  readonly #workers: ConnectedWorkers;
  readonly #ownership: Ownership;
  readonly #loop: Loop;
  readonly #backoff: ClaimBackoff;
  /** The queues that the last round knew, by the hashes that hints carry. */
  #known = new Set<string>();
  #turn = 0;

  constructor(options: DispatchOptions, workers: ConnectedWorkers, ownership: Ownership) {
    const { clock, timing, onError } = options;
    this.#options = options;
    this.#workers = workers;
    this.#ownership = ownership;
    this.#backoff = new ClaimBackoff(clock, () => {
      this.wake();
    });
    this.#loop = new Loop({
      clock,
      restMs: timing.pollMs,
      round: () => this.#round(),
      onError: (cause) => {
        onError('claims.failed', cause);
      },
    });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    this.#backoff.stop();
    return this.#loop.stop();
  }

  /** There may be something new to claim, or a worker with room. */
  wake(): void {
    this.#loop.wake();
  }

  /** A workflow waits on the queue with that hash. */
  hint(hash: string): void {
    if (this.#known.has(hash)) this.wake();
  }

  async #round(): Promise<void> {
    const { maintenance, onError } = this.#options;
    const questions = this.#workers.questions();
    if (questions.length === 0) return;
    const work = await findWork(maintenance, questions);
    this.#known = new Set(work.map(({ queue }) => queueHash(queue.name)));
    for (const one of work.filter(({ waiting }) => waiting)) {
      // A queue whose claims fail does not stop the others from being served.
      await this.#serve(one).catch((cause: unknown) => {
        onError('claims.failed', cause);
      });
    }
  }

  async #serve({ applicationName, queue }: QueueWork): Promise<void> {
    const workers = this.#workers.open.filter((worker) => worker.hello.applicationName === applicationName);
    // The worker that was first at the last queue is not first at this one.
    const from = (this.#turn += 1) % Math.max(1, workers.length);
    let takers = [...workers.slice(from), ...workers.slice(0, from)];
    while (takers.length > 0) {
      const before = takers;
      takers = [];
      for (const worker of before) if (await this.#take(worker, { queue })) takers.push(worker);
    }
  }

  /** Returns whether it is worth claiming for this worker again at once. */
  async #take(worker: Worker, target: ClaimTarget): Promise<boolean> {
    if (workerRoom(worker, target) <= 0) return false;
    if (!isPartitioned(target.queue)) return this.#claim(worker, target);
    let took = false;
    for (const partitionKey of await this.#partitions(worker, target)) {
      const claimed = await this.#claim(worker, { ...target, partitionKey });
      took ||= claimed;
    }
    return took;
  }

  // In random order, so that no partition is always first at a limit that all share.
  async #partitions({ hello }: Worker, { queue }: ClaimTarget): Promise<string[]> {
    const { read, random } = this.#options;
    const keys = await listPartitions(read, { ...hello, queueName: queue.name });
    return keys
      .map((key) => ({ key, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ key }) => key);
  }

  async #claim(worker: Worker, target: ClaimTarget): Promise<boolean> {
    const name = JSON.stringify([worker.hello.applicationName, target.queue.name, target.partitionKey]);
    if (this.#backoff.mustWait(name)) return false;
    try {
      const { claimed, givenUp } = await claimFrom(this.#options, worker, target);
      this.#backoff.succeeded(name);
      for (const workflowId of givenUp) this.#options.announcer.workflowChanged(workflowId);
      for (const one of claimed) this.#hold(worker, one);
      if (claimed.length > 0) await this.#assign(worker, claimed);
      return claimed.length + givenUp.length > 0;
    } catch (cause) {
      if (!isContention(cause)) throw cause;
      this.#backoff.failed(name);
      return false;
    }
  }

  // Unanswered from now on: if the assignment does not reach the worker at all, the workflow is put back as well.
  #hold(worker: Worker, { workflowId, ownerToken, queueName, queuePartitionKey }: Claimed): void {
    this.#ownership.hold(worker, {
      workflowId,
      ownerToken,
      queueName,
      queuePartitionKey,
    });
    worker.assigned(ownerToken, this.#options.clock.monotonicMs());
  }

  async #assign(worker: Worker, claimed: readonly Claimed[]): Promise<void> {
    if (worker.open) {
      await assign(this.#options, worker, claimed);
      if (worker.sink.full) void this.#wakeWhenRoom(worker);
      return;
    }
    // The worker left during the claim. If it said goodbye, these were handed over already.
    for (const one of claimed) worker.drop(one.ownerToken);
    const { write, announcer } = this.#options;
    announceReleased(announcer, await releaseWorkflows(write, claimed, { handOver: true }));
  }

  async #wakeWhenRoom(worker: Worker): Promise<void> {
    await worker.sink.room();
    this.wake();
  }
}

/** How long a target is left alone after a conflict with another claim. */
const BACKOFF = { firstMs: 20, maxMs: 2000 };

interface Conflict {
  /** In a row, without a claim that succeeded. */
  readonly count: number;
  readonly untilMs: number;
}

/**
 * Backoff for targets where another process claims from the same rows: a target is left alone for a while after a conflict,
 * longer with each further one. A target from which no worker has claimed since is forgotten.
 */
export class ClaimBackoff {
  readonly #clock: Clock;
  readonly #wake: () => void;
  readonly #stopping = new AbortController();
  readonly #conflicts = new Map<string, Conflict>();

  /** `wake` is called when a target may be claimed from again. */
  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
    // One for each target.
    setMaxListeners(0, this.#stopping.signal);
  }

  /** How many targets are remembered. */
  get size(): number {
    return this.#conflicts.size;
  }

  mustWait(target: string): boolean {
    const conflict = this.#conflicts.get(target);
    return conflict !== undefined && this.#clock.monotonicMs() < conflict.untilMs;
  }

  failed(target: string): void {
    const count = this.#conflicts.get(target)?.count ?? 0;
    const waitMs = backoffMs(count, BACKOFF);
    const conflict = { count: count + 1, untilMs: this.#clock.monotonicMs() + waitMs };
    this.#conflicts.set(target, conflict);
    void this.#forgetAfter(target, conflict, waitMs);
  }

  succeeded(target: string): void {
    this.#conflicts.delete(target);
  }

  /** No longer calls `wake`. */
  stop(): void {
    this.#stopping.abort();
  }

  async #forgetAfter(target: string, conflict: Conflict, waitMs: number): Promise<void> {
    const { signal } = this.#stopping;
    try {
      await this.#clock.sleep(waitMs, signal);
      this.#wake();
      await this.#clock.sleep(BACKOFF.maxMs, signal);
      if (this.#conflicts.get(target) === conflict) this.#conflicts.delete(target);
    } catch {
      // Stopped.
    }
  }
}
