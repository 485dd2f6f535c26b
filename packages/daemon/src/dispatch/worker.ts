import { randomUUID } from 'node:crypto';
import type { RunningWorkflow, WorkerHello, WorkerOffer, WorkerSink } from '../model/workers.js';
import { INTERNAL_QUEUE } from '../store/queries/workflows/internal-queue.js';

/** A workflow that a worker holds. */
interface Held {
  readonly run: RunningWorkflow;
  /** Ends the watch over who owns it. */
  readonly leave: () => void;
  /** When it was assigned, while the worker has not answered that. */
  unansweredSinceMs?: number;
}

/**
 * A worker, as its stream shows it. It is `open` until it says goodbye, its stream closes, or another stream speaks for it
 * (then it is assigned nothing more); what it holds is known by tokens, since it may hold a workflow under an old one too.
 */
export class Worker {
  /** Names this stream in the executor's row. */
  readonly session = randomUUID();
  readonly hello: WorkerHello;
  readonly sink: WorkerSink;
  readonly #held = new Map<string, Held>();
  #offer: WorkerOffer;
  #heard = true;
  #beatenMs = Infinity;
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

  /** It may be assigned something. */
  get open(): boolean {
    return this.#open;
  }

  close(): void {
    this.#open = false;
  }

  set offer(offer: WorkerOffer) {
    this.#offer = offer;
  }

  hear(): void {
    this.#heard = true;
  }

  /** Whether it was heard since this was asked last, or could not be. */
  takeHeard(): boolean {
    const heard = this.#heard || !this.sink.hears;
    this.#heard = false;
    return heard;
  }

  /** The store took its beats then, if there were any. */
  beaten(atMs: number): void {
    this.#beatenMs = atMs;
  }

  /** Asks it to go elsewhere when the store has taken no beat of it for so long, and again when it still is here after that. */
  sendAwayUnbeaten(forMs: number, nowMs: number): void {
    if (nowMs - this.#beatenMs < forMs) return;
    this.#beatenMs = nowMs;
    this.sink.sendAway();
  }

  /** How many more workflows of a queue it takes, as far as it decides. */
  roomFor(queueName: string): number {
    if (!this.#open || this.sink.full) return 0;
    if (queueName === INTERNAL_QUEUE) return Infinity;
    const { slots, queueNames } = this.#offer;
    if (queueNames.length > 0 && !queueNames.includes(queueName)) return 0;
    return slots === undefined ? Infinity : slots - this.count(isOfQueues);
  }

  /** How many it runs of a queue, or of a partition of it. */
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

  /** Forgets a run, and answers with it where it held it. */
  drop(ownerToken: string): RunningWorkflow | undefined {
    const held = this.#held.get(ownerToken);
    this.#held.delete(ownerToken);
    held?.leave();
    return held?.run;
  }

  dropAll(): void {
    for (const token of [...this.#held.keys()]) this.drop(token);
  }

  /** Does something for it when what was asked for before is done. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** It has been told of a run that it shall answer. */
  assigned(ownerToken: string, nowMs: number): void {
    const held = this.#held.get(ownerToken);
    if (held) held.unansweredSinceMs = nowMs;
  }

  answered(ownerToken: string): void {
    delete this.#held.get(ownerToken)?.unansweredSinceMs;
  }

  /** What it has not answered for so long. While its stream takes no more, nothing can be answered, and no time passes. */
  unanswered(forMs: number, nowMs: number): RunningWorkflow[] {
    const waiting = [...this.#held.values()].filter((held) => held.unansweredSinceMs !== undefined);
    if (this.sink.full) for (const held of waiting) held.unansweredSinceMs = nowMs;
    return waiting
      .filter(({ unansweredSinceMs = nowMs }) => nowMs - unansweredSinceMs >= forMs)
      .map(({ run }) => run);
  }
}

/** Whether it takes a place that queues have at its worker. */
export function isOfQueues({ queueName }: RunningWorkflow): boolean {
  return queueName !== undefined && queueName !== INTERNAL_QUEUE;
}
