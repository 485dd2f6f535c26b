import { systemClock } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';
import type {
  ConnectedWorker,
  RunningWorkflow,
  WorkerDispatch,
  WorkerHello,
  WorkerSink,
  WorkflowStop,
} from '../model/workers.js';
import { Periodic } from '../ops/periodic.js';
import { lookAfterDue, lookAfterUnanswered, putBack } from './chores.js';
import { pushPages } from './claims/checkpoint-pages.js';
import { Claims } from './claims/claims.js';
import type { DispatchEnvironment } from './environment.js';
import { Leases } from './leases/leases.js';
import { Orphans } from './orphans.js';
import { Ownership } from './ownership.js';
import { register } from './leases/registration.js';
import { Roster } from './roster.js';
import { DEFAULT_DISPATCH_TIMING, type DispatchTiming } from './timing.js';
import { isOfQueues, Worker } from './worker.js';

export type DispatchOptions = Omit<DispatchEnvironment, 'clock' | 'timing' | 'random'> &
  Partial<Pick<DispatchEnvironment, 'clock' | 'random'>> & { readonly timing?: Partial<DispatchTiming> };

/**
 * Which workers are connected, and which workflow each runs (docs/protocol.md, 7). All of it can be lost with this process:
 * what counts stands in the rows of workflows and executors, and workers tell the next daemon what they run.
 */
export class Dispatch implements WorkerDispatch, Service {
  readonly #environment: DispatchEnvironment;
  readonly #roster = new Roster();
  readonly #ownership: Ownership;
  readonly #leases: Leases;
  readonly #claims: Claims;
  readonly #services: readonly Service[];

  constructor(options: DispatchOptions) {
    const environment: DispatchEnvironment = {
      ...options,
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
      timing: { ...DEFAULT_DISPATCH_TIMING, ...options.timing },
    };
    const roster = this.#roster;
    this.#environment = environment;
    this.#ownership = new Ownership(environment, roster);
    this.#leases = new Leases({ environment, roster, onForgotten: (worker) => this.#registerAgain(worker) });
    this.#claims = new Claims({ environment, roster, ownership: this.#ownership });
    const orphans = new Orphans(environment, roster);
    const { timing } = environment;
    this.#services = [
      this.#leases,
      this.#claims,
      this.#every(timing.dueMs, 'dispatch.due_failed', () => lookAfterDue(environment, roster)),
      this.#every(timing.dueMs, 'dispatch.unanswered_failed', () => lookAfterUnanswered(environment, roster)),
      this.#every(timing.beatMs, 'leases.send_away_failed', () => {
        this.#leases.sendAway();
        return Promise.resolve();
      }),
      this.#every(timing.orphanMs, 'dispatch.orphans_failed', () => orphans.look()),
    ];
  }

  /** How many workers are connected. */
  get size(): number {
    return this.#roster.all.length;
  }

  async start(): Promise<void> {
    for (const service of this.#services) await service.start();
  }

  async stop(): Promise<void> {
    for (const service of this.#services) await service.stop();
  }

  /** Claims nothing more: the workers are asked to move to other daemons. */
  drain(): Promise<void> {
    return this.#claims.stop();
  }

  /** Something waits on the queue of that hash. */
  hint(hash: string): void {
    this.#claims.hint(hash);
  }

  async connect(hello: WorkerHello, sink: WorkerSink): Promise<ConnectedWorker> {
    const refusal = this.#environment.refusal();
    if (refusal) throw refusal;
    const worker = new Worker(hello, sink);
    const stops = await register(this.#environment, worker, hello.running);
    worker.beaten(this.#environment.clock.monotonicMs());
    this.#roster.add(worker);
    for (const run of hello.running) if (!stops.has(run.ownerToken)) this.#goOn(worker, run);
    this.#claims.wake();
    return this.#connected(worker, [...stops.values()]);
  }

  #goOn(worker: Worker, run: RunningWorkflow): void {
    this.#ownership.hold(worker, run);
    const { checkpointsUntil: until } = run;
    if (until !== undefined) void pushPages(this.#environment, worker, { ...run, until });
  }

  #connected(worker: Worker, stops: readonly WorkflowStop[]): ConnectedWorker {
    return {
      stops,
      beat: () => {
        worker.hear();
      },
      offer: (offer) => {
        worker.offer = offer;
        this.#claims.wake();
      },
      answer: (workflowId, ownerToken, refused) => {
        if (refused) this.#refused(worker, { workflowId, ownerToken });
        else worker.answered(ownerToken);
      },
      runs: (run) => {
        // An operation may be answered when its stream is over: then another one speaks for the worker.
        if (this.#roster.has(worker) && !worker.holds(run.ownerToken)) this.#ownership.hold(worker, run);
      },
      confirm: (workflowId, ownerToken) => this.#ownership.confirm({ workflowId, ownerToken }),
      lost: (stop) => {
        // Also where the answer says it: the call that cancelled waits for the worker to say that it has stopped.
        worker.sink.stop(stop);
        this.#dropped(worker, stop.ownerToken);
      },
      stopped: (workflowId, ownerToken) => {
        this.#environment.announcer.runStopped(workflowId, ownerToken);
      },
      ended: (_workflowId, ownerToken) => {
        this.#dropped(worker, ownerToken);
      },
      goodbye: async () => {
        worker.close();
        const { executorId, session } = worker;
        await this.#leases.end({ executorId, instance: worker.hello.instance, session }, { handOver: true });
        this.#forget(worker);
      },
      gone: () => {
        // Not after a goodbye: there is nothing left to lose.
        if (this.#forget(worker)) this.#leases.lose(worker);
      },
    };
  }

  #dropped(worker: Worker, ownerToken: string): void {
    const run = worker.drop(ownerToken);
    // What came from no queue leaves no place there.
    if (run !== undefined && isOfQueues(run)) this.#claims.wake();
  }

  #forget(worker: Worker): boolean {
    worker.close();
    worker.dropAll();
    return this.#roster.delete(worker);
  }

  // It counts as an attempt: a workflow that every worker refuses must come to an end.
  #refused(worker: Worker, run: RunningWorkflow): void {
    if (!worker.drop(run.ownerToken)) return;
    putBack(this.#environment, worker, [run], { handOver: false }).catch((cause: unknown) => {
      this.#environment.onError('dispatch.refusal_failed', cause);
    });
  }

  // It was taken for dead: what it ran is another's, or waits, and it learns that now.
  async #registerAgain(worker: Worker): Promise<void> {
    const stops = await register(this.#environment, worker, worker.runs).catch((cause: unknown) => {
      this.#environment.onError('dispatch.registration_failed', cause);
    });
    for (const stop of stops?.values() ?? []) if (worker.drop(stop.ownerToken)) worker.sink.stop(stop);
  }

  #every(intervalMs: number, event: string, work: () => Promise<void>): Periodic {
    const { clock, onError } = this.#environment;
    return new Periodic({
      clock,
      intervalMs,
      work,
      onError: (cause) => {
        onError(event, cause);
      },
    });
  }
}
