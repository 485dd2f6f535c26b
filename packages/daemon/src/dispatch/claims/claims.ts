import type { Service } from '../../lifecycle.js';
import { queueHash } from '../../store/channels.js';
import type { Claimed } from '../../store/queries/dispatch/claim-workflows.js';
import { findWork, type QueueWork } from '../../store/queries/dispatch/find-work.js';
import { listPartitions } from '../../store/queries/dispatch/read-usage.js';
import { isContention } from '../../store/errors.js';
import { releaseWorkflows } from '../../store/queries/dispatch/release-workflows.js';
import { announceReleased, type DispatchEnvironment } from '../environment.js';
import type { Ownership } from '../ownership.js';
import type { Roster } from '../roster.js';
import { Rounds } from '../rounds.js';
import type { Worker } from '../worker.js';
import { assign } from './assignments.js';
import { claimLot } from './claim-lot.js';
import { Contention } from './contention.js';
import { isPartitioned, workerRoom, type Lot } from './queue-room.js';

export interface ClaimsOptions {
  readonly environment: DispatchEnvironment;
  readonly roster: Roster;
  readonly ownership: Ownership;
}

/**
 * Claims what waits on queues, for the workers that are connected here. A round asks once where something waits, and then
 * claims there until nothing is left or nobody has room; workers of one application take turns.
 */
export class Claims implements Service {
  readonly #options: ClaimsOptions;
  readonly #rounds: Rounds;
  /** Queues of the last look, as hints name them. */
  #known = new Set<string>();
  readonly #contention: Contention;
  #turn = 0;

  constructor(options: ClaimsOptions) {
    const { clock, timing, onError } = options.environment;
    this.#options = options;
    this.#contention = new Contention(clock, () => {
      this.wake();
    });
    this.#rounds = new Rounds({
      clock,
      restMs: timing.pollMs,
      round: () => this.#round(),
      onError: (cause) => {
        onError('claims.failed', cause);
      },
    });
  }

  start(): Promise<void> {
    return this.#rounds.start();
  }

  stop(): Promise<void> {
    this.#contention.stop();
    return this.#rounds.stop();
  }

  /** Something may be claimable that was not: work, or a worker with room. */
  wake(): void {
    this.#rounds.nudge();
  }

  /** Something waits on the queue of that hash. */
  hint(hash: string): void {
    if (this.#known.has(hash)) this.wake();
  }

  async #round(): Promise<void> {
    const { environment, roster } = this.#options;
    const questions = roster.questions();
    if (questions.length === 0) return;
    const work = await findWork(environment.maintenance, questions);
    this.#known = new Set(work.map(({ queue }) => queueHash(queue.name)));
    for (const one of work.filter(({ waiting }) => waiting)) {
      // A queue whose claims fail keeps no other from being served.
      await this.#serve(one).catch((cause: unknown) => {
        environment.onError('claims.failed', cause);
      });
    }
  }

  async #serve({ applicationName, queue }: QueueWork): Promise<void> {
    const { roster } = this.#options;
    const workers = roster.open.filter((worker) => worker.hello.applicationName === applicationName);
    // Whoever was first at the last queue is not at this one.
    const from = (this.#turn += 1) % Math.max(1, workers.length);
    let takers = [...workers.slice(from), ...workers.slice(0, from)];
    while (takers.length > 0) {
      const before = takers;
      takers = [];
      for (const worker of before) if (await this.#take(worker, { queue })) takers.push(worker);
    }
  }

  /** Whether it is worth asking for this worker again at once. */
  async #take(worker: Worker, lot: Lot): Promise<boolean> {
    if (workerRoom(worker, lot) <= 0) return false;
    if (!isPartitioned(lot.queue)) return this.#claim(worker, lot);
    let took = false;
    for (const partitionKey of await this.#partitions(worker, lot)) {
      const claimed = await this.#claim(worker, { ...lot, partitionKey });
      took ||= claimed;
    }
    return took;
  }

  // In random order: none shall always be first at a limit that all share.
  async #partitions({ hello }: Worker, { queue }: Lot): Promise<string[]> {
    const { read, random } = this.#options.environment;
    const keys = await listPartitions(read, { ...hello, queueName: queue.name });
    return keys
      .map((key) => ({ key, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ key }) => key);
  }

  async #claim(worker: Worker, lot: Lot): Promise<boolean> {
    const { environment } = this.#options;
    const name = JSON.stringify([worker.hello.applicationName, lot.queue.name, lot.partitionKey]);
    if (this.#contention.mustWait(name)) return false;
    try {
      const { claimed, givenUp } = await claimLot(environment, worker, lot);
      this.#contention.passed(name);
      for (const workflowId of givenUp) environment.announcer.workflowChanged(workflowId);
      for (const one of claimed) this.#hold(worker, one);
      if (claimed.length > 0) await this.#hand(worker, claimed);
      return claimed.length + givenUp.length > 0;
    } catch (cause) {
      if (!isContention(cause)) throw cause;
      this.#contention.met(name);
      return false;
    }
  }

  // Unanswered from now on: should the assignment not come to the worker at all, it is put back as well.
  #hold(worker: Worker, { workflowId, ownerToken, queueName, queuePartitionKey }: Claimed): void {
    const { environment, ownership } = this.#options;
    ownership.hold(worker, {
      workflowId,
      ownerToken,
      ...(queueName === undefined ? {} : { queueName }),
      ...(queuePartitionKey === undefined ? {} : { queuePartitionKey }),
    });
    worker.assigned(ownerToken, environment.clock.monotonicMs());
  }

  async #hand(worker: Worker, claimed: readonly Claimed[]): Promise<void> {
    const { environment } = this.#options;
    if (worker.open) {
      await assign(environment, worker, claimed);
      if (worker.sink.full) void this.#wakeWhenRoom(worker);
      return;
    }
    // It left while it was claimed for; who says goodbye has handed these over already.
    for (const one of claimed) worker.drop(one.ownerToken);
    announceReleased(
      environment.announcer,
      await releaseWorkflows(environment.write, claimed, { handOver: true }),
    );
  }

  async #wakeWhenRoom(worker: Worker): Promise<void> {
    await worker.sink.room();
    this.wake();
  }
}
