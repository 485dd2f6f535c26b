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
import { Loop } from '../ops/loop.js';
import { pushPages } from './assignments.js';
import { Claims } from './claims.js';
import { ConnectedWorkers, isOfQueues, Worker } from './worker.js';
import { Leases, register } from './leases.js';
import { handleDue, putBack, putBackUnanswered, Orphans } from './maintenance.js';
import { type DispatchInput, type DispatchOptions, DEFAULT_DISPATCH_TIMING } from './options.js';
import { Ownership } from './ownership.js';

/**
 * Which workers are connected, and which workflows each runs (docs/protocol.md, 7). All of it can be lost with this process:
 * the truth is in the rows of workflows and executors, and workers tell the next daemon what they run.
 */
export class Dispatch implements WorkerDispatch, Service {
  readonly #options: DispatchOptions;
  readonly #workers = new ConnectedWorkers();
  readonly #ownership: Ownership;
  readonly #leases: Leases;
  readonly #claims: Claims;
  readonly #services: readonly Service[];

  constructor(input: DispatchInput) {
    const options: DispatchOptions = {
      ...input,
      clock: input.clock ?? systemClock,
      random: input.random ?? Math.random,
      timing: { ...DEFAULT_DISPATCH_TIMING, ...input.timing },
    };
    const workers = this.#workers;
    this.#options = options;
    this.#ownership = new Ownership(options, workers);
    this.#leases = new Leases(options, workers, (worker) => this.#registerAgain(worker));
    this.#claims = new Claims(options, workers, this.#ownership);
    const orphans = new Orphans(options, workers);
    const { timing } = options;
    this.#services = [
      this.#leases,
      this.#claims,
      this.#every(timing.dueMs, 'dispatch.due_failed', () => handleDue(options, workers)),
      this.#every(timing.dueMs, 'dispatch.unanswered_failed', () => putBackUnanswered(options, workers)),
      this.#every(timing.beatMs, 'leases.send_away_failed', () => {
        this.#leases.sendAway();
        return Promise.resolve();
      }),
      this.#every(timing.orphanMs, 'dispatch.orphans_failed', () => orphans.check()),
    ];
  }

  /** How many workers are connected. */
  get size(): number {
    return this.#workers.all.length;
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

  /** A workflow waits on the queue with that hash. */
  hint(hash: string): void {
    this.#claims.hint(hash);
  }

  async connect(hello: WorkerHello, sink: WorkerSink): Promise<ConnectedWorker> {
    const refusal = this.#options.refusal();
    if (refusal) throw refusal;
    const worker = new Worker(hello, sink);
    const stops = await register(this.#options, worker, hello.running);
    worker.beatWritten(this.#options.clock.monotonicMs());
    this.#workers.add(worker);
    for (const run of hello.running) if (!stops.has(run.ownerToken)) this.#resume(worker, run);
    this.#claims.wake();
    return this.#connected(worker, [...stops.values()]);
  }

  #resume(worker: Worker, run: RunningWorkflow): void {
    this.#ownership.hold(worker, run);
    const { checkpointsUntil: until } = run;
    if (until !== undefined) void pushPages(this.#options, worker, { ...run, until });
  }

  #connected(worker: Worker, stops: readonly WorkflowStop[]): ConnectedWorker {
    return {
      stops,
      beat: () => {
        worker.noteSignOfLife();
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
        // An operation may be answered after its stream is over: then another stream speaks for the worker.
        if (this.#workers.has(worker) && !worker.holds(run.ownerToken)) this.#ownership.hold(worker, run);
      },
      confirm: (workflowId, ownerToken) => this.#ownership.confirm({ workflowId, ownerToken }),
      lost: (stop) => {
        // Also where the answer says so: the call that cancelled waits until the worker says that it has stopped.
        worker.sink.stop(stop);
        this.#dropped(worker, stop.ownerToken);
      },
      stopped: (workflowId, ownerToken) => {
        this.#options.announcer.runStopped(workflowId, ownerToken);
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
    // A workflow that came from no queue frees no place on one.
    if (run !== undefined && isOfQueues(run)) this.#claims.wake();
  }

  #forget(worker: Worker): boolean {
    worker.close();
    worker.dropAll();
    return this.#workers.delete(worker);
  }

  // It counts as an attempt: a workflow that every worker refuses must end at some point.
  #refused(worker: Worker, run: RunningWorkflow): void {
    if (!worker.drop(run.ownerToken)) return;
    putBack(this.#options, worker, [run], { handOver: false }).catch((cause: unknown) => {
      this.#options.onError('dispatch.refusal_failed', cause);
    });
  }

  // It was taken for dead: what it ran is another worker's now, or waits on a queue, and it learns of that here.
  async #registerAgain(worker: Worker): Promise<void> {
    const stops = await register(this.#options, worker, worker.runs).catch((cause: unknown) => {
      this.#options.onError('dispatch.registration_failed', cause);
    });
    for (const stop of stops?.values() ?? []) if (worker.drop(stop.ownerToken)) worker.sink.stop(stop);
  }

  #every(restMs: number, event: string, round: () => Promise<void>): Loop {
    const { clock, onError } = this.#options;
    return new Loop({
      clock,
      restMs,
      round,
      onError: (cause) => {
        onError(event, cause);
      },
    });
  }
}
