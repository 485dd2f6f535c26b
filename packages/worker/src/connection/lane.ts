import { Chain } from './chain.js';
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
