import { randomUUID } from 'node:crypto';
import type { RunningWorkflow, WorkerHello, WorkerOffer, WorkerSink } from '../model/workers.js';
import type { WorkQuestion } from '../store/queries/queues/find-work.js';
import { INTERNAL_QUEUE } from '../store/queries/workflows/workflow-row.js';

/** A workflow that a worker holds. */
interface Held {
  readonly run: RunningWorkflow;
  /** Ends the watch over who owns it. */
  readonly leave: () => void;
  /** When it was assigned; absent once the worker has answered. */
  unansweredSinceMs?: number;
}

/**
 * A connected worker, as its stream shows it. It is `open` until it says goodbye, its stream closes, or another stream speaks
 * for it; then it is assigned nothing more. What it holds is keyed by token, since it may also hold a workflow under an old one.
 */
export class Worker {
  /** Identifies this stream in the executor's row. */
  readonly session = randomUUID();
  readonly hello: WorkerHello;
  readonly sink: WorkerSink;
  readonly #held = new Map<string, Held>();
  #offer: WorkerOffer;
  #signOfLife = true;
  #beatWrittenMs = Infinity;
  #turn: Promise<unknown> = Promise.resolve();
  #open = true;

  constructor(hello: WorkerHello, sink: WorkerSink) {
    this.hello = hello;
    this.sink = sink;
    this.#offer = hello.offer;
  }

  get executorId(): string {
    return this.hello.executorId;
  }

  /** Whether it may be assigned workflows. */
  get open(): boolean {
    return this.#open;
  }

  close(): void {
    this.#open = false;
  }

  set offer(offer: WorkerOffer) {
    this.#offer = offer;
  }

  /** Something came from it. */
  noteSignOfLife(): void {
    this.#signOfLife = true;
  }

  /** Whether something came from it since the last call, or its stream is not being read. */
  takeSignOfLife(): boolean {
    const alive = this.#signOfLife || !this.sink.hears;
    this.#signOfLife = false;
    return alive;
  }

  /** The store accepted its beat at that time, if there was one. */
  beatWritten(atMs: number): void {
    this.#beatWrittenMs = atMs;
  }

  /** Asks it to go to another daemon when no beat of it could be written for so long, and again if it stays that long. */
  sendAwayIfUnwritten(forMs: number, nowMs: number): void {
    if (nowMs - this.#beatWrittenMs < forMs) return;
    this.#beatWrittenMs = nowMs;
    this.sink.sendAway();
  }

  /** How many more workflows of a queue it takes by its own offer. */
  roomFor(queueName: string): number {
    if (!this.#open || this.sink.full) return 0;
    if (queueName === INTERNAL_QUEUE) return Infinity;
    const { slots, queueNames } = this.#offer;
    if (queueNames.length > 0 && !queueNames.includes(queueName)) return 0;
    return slots === undefined ? Infinity : slots - this.count(isOfQueues);
  }

  /** How many workflows of a queue, or of one partition, it runs. */
  running(queueName: string, partitionKey?: string): number {
    return this.count(
      (run) =>
        run.queueName === queueName && (partitionKey === undefined || run.queuePartitionKey === partitionKey),
    );
  }

  count(counts: (run: RunningWorkflow) => boolean): number {
    let sum = 0;
    for (const { run } of this.#held.values()) if (counts(run)) sum += 1;
    return sum;
  }

  get runs(): RunningWorkflow[] {
    return [...this.#held.values()].map(({ run }) => run);
  }

  hold(run: RunningWorkflow, leave: () => void): void {
    this.#held.get(run.ownerToken)?.leave();
    this.#held.set(run.ownerToken, { run, leave });
  }

  holds(ownerToken: string): boolean {
    return this.#held.has(ownerToken);
  }

  /** Forgets a run. Returns it if the worker held it. */
  drop(ownerToken: string): RunningWorkflow | undefined {
    const held = this.#held.get(ownerToken);
    this.#held.delete(ownerToken);
    held?.leave();
    return held?.run;
  }

  dropAll(): void {
    for (const token of [...this.#held.keys()]) this.drop(token);
  }

  /** Runs work for this worker after the work that was given before. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** A run was assigned to it, and its answer is awaited. */
  assigned(ownerToken: string, nowMs: number): void {
    const held = this.#held.get(ownerToken);
    if (held) held.unansweredSinceMs = nowMs;
  }

  answered(ownerToken: string): void {
    delete this.#held.get(ownerToken)?.unansweredSinceMs;
  }

  /** The assignments that it has not answered for so long. While its stream is full it cannot answer, and that time does not count. */
  unanswered(forMs: number, nowMs: number): RunningWorkflow[] {
    const waiting = [...this.#held.values()].filter((held) => held.unansweredSinceMs !== undefined);
    if (this.sink.full) for (const held of waiting) held.unansweredSinceMs = nowMs;
    return waiting
      .filter(({ unansweredSinceMs = nowMs }) => nowMs - unansweredSinceMs >= forMs)
      .map(({ run }) => run);
  }
}

/** Whether it counts towards its worker's slots for queues. */
export function isOfQueues({ queueName }: RunningWorkflow): boolean {
  return queueName !== undefined && queueName !== INTERNAL_QUEUE;
}

/** The workers that are connected to this daemon. */
export class ConnectedWorkers {
  readonly #workers = new Set<Worker>();

  /** Adds a worker. An older stream of the same executor is closed: it no longer speaks for the executor. */
  add(worker: Worker): void {
    for (const other of this.#workers) if (other.executorId === worker.executorId) other.close();
    this.#workers.add(worker);
  }

  /** Returns whether it was connected. */
  delete(worker: Worker): boolean {
    return this.#workers.delete(worker);
  }

  has(worker: Worker): boolean {
    return this.#workers.has(worker);
  }

  get all(): readonly Worker[] {
    return [...this.#workers];
  }

  /** Those that may be assigned workflows. */
  get open(): readonly Worker[] {
    return this.all.filter((worker) => worker.open);
  }

  /** The applications of the open workers, each once. */
  questions(): WorkQuestion[] {
    const applications = new Map<string, boolean>();
    for (const { hello } of this.open) {
      const { applicationName, claimUnclaimed } = hello;
      applications.set(applicationName, claimUnclaimed || applications.get(applicationName) === true);
    }
    return [...applications].map(([applicationName, claimUnclaimed]) => ({
      applicationName,
      claimUnclaimed,
    }));
  }
}
