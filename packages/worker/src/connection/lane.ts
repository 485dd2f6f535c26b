import type { Operation } from './operation.js';
import type { WorkerStream } from './worker-stream.js';

/**
 * Creates the error of a stopped lane. It is created once and only when needed, because capturing its stack is
 * expensive.
 */
export type StopCause = () => Error;

export function stopCause(cause: Error | (() => Error)): StopCause {
  let made = cause instanceof Error ? cause : undefined;
  return () => (made ??= (cause as () => Error)());
}

/**
 * The unanswered operations of one workflow under one owner token. They are in flight on one stream at a time: on the
 * next only when those on the last are answered, or it broke (docs/protocol.md, 7).
 */
export class Lane {
  readonly workflowId: string | undefined;
  readonly ownerToken: string | undefined;
  readonly open = new Set<Operation>();
  /** The stream on which its operations are in flight. Undefined if none is. */
  stream: WorkerStream | undefined;
  /** How many of them are in flight, waits not counted, and waits. */
  calls = 0;
  waits = 0;
  /** What waits until the stream that it is on has answered. */
  parked: Operation[] = [];
  /** Set when it accepts no further operations. */
  stopped: StopCause | undefined;
  readonly #chains = new Map<string, Chain>();

  /** Without a workflow: for operations that belong to none. */
  constructor(workflowId?: string, ownerToken?: string) {
    this.workflowId = workflowId;
    this.ownerToken = ownerToken;
  }

  /** The chain that keeps this order. */
  chainOf(order: string): Chain {
    const chain = this.#chains.get(order) ?? new Chain();
    this.#chains.set(order, chain);
    return chain;
  }

  enter(operation: Operation): void {
    this.open.add(operation);
    operation.chain?.enter(operation);
  }

  /** Removes an operation that is done. */
  leave(operation: Operation): void {
    this.open.delete(operation);
    const { chain, order } = operation;
    if (chain === undefined || order === undefined) return;
    chain.leave(operation);
    if (!chain.isEmpty) return;
    if (this.#chains.get(order) === chain) this.#chains.delete(order);
  }

  departed(operation: Operation, stream: WorkerStream): void {
    this.stream = stream;
    if (operation.isWait) this.waits += 1;
    else this.calls += 1;
  }

  landed(operation: Operation): void {
    if (operation.isWait) this.waits -= 1;
    else this.calls -= 1;
    if (this.calls + this.waits === 0) this.stream = undefined;
  }
}

/**
 * How many of a chain are in progress at once: about as many as the daemon stores in one statement, so that one
 * workflow fills its statements and no more of the stream.
 */
const MAX_IN_PROGRESS = 256;

/**
 * Operations of a workflow that keep their order, whatever fails on the way. They are sent without waiting for answers,
 * each marked as following what is not answered yet. When one fails for a transient reason, the daemon refuses what
 * follows it; the chain is held until all that is in flight is answered and the delay that the daemon asked for is
 * over, and begins again with the first that has no effect yet.
 */
export class Chain {
  /** Ready, in flight or held, in order. */
  readonly #inProgress = new Set<Operation>();
  /** What waits until there is room, in order. */
  readonly #waiting = new Set<Operation>();
  /** One has failed for a transient reason: nothing is sent. */
  isHeld = false;
  /** How long it rests before it begins again. */
  restMs = 0;
  /** How often it was held since one of them had its effect. */
  retries = 0;

  get isEmpty(): boolean {
    return this.#inProgress.size === 0 && this.#waiting.size === 0;
  }

  get hasInFlight(): boolean {
    for (const { state } of this.#inProgress) if (state === 'in-flight') return true;
    return false;
  }

  /** Adds an operation at the end. */
  enter(operation: Operation): void {
    this.#waiting.add(operation);
  }

  leave(operation: Operation): void {
    this.#inProgress.delete(operation);
    this.#waiting.delete(operation);
  }

  /** The operations that may go now. */
  takeReady(): Operation[] {
    const ready: Operation[] = [];
    if (this.isHeld) return ready;
    for (const operation of this.#waiting) {
      if (this.#inProgress.size >= MAX_IN_PROGRESS) break;
      this.#waiting.delete(operation);
      this.#inProgress.add(operation);
      ready.push(operation);
    }
    return ready;
  }

  /** Stops sending. Operations that were ready are held, too. */
  hold(restMs: number): void {
    if (!this.isHeld) this.retries += 1;
    this.isHeld = true;
    this.restMs = Math.max(this.restMs, restMs);
    for (const operation of this.#inProgress) if (operation.state === 'ready') operation.state = 'held';
  }

  /** Begins again. Returns what was held, in order. */
  release(): Operation[] {
    this.isHeld = false;
    this.restMs = 0;
    return [...this.#inProgress];
  }
}
