import type { Operation } from './operation.js';
import type { WorkerStream } from './worker-stream.js';

/**
 * The unanswered operations of one workflow under one owner token. They are in flight on one stream at a time: on the
 * next only when those on the last are answered, or it broke (docs/protocol.md, 7).
 */
export class Lane {
  readonly workflowId: string | undefined;
  readonly ownerToken: string | undefined;
  readonly open = new Set<Operation>();
  /** Where its operations are in flight; undefined: none is. */
  stream: WorkerStream | undefined;
  /** How many of them are in flight, waits not counted, and waits. */
  calls = 0;
  waits = 0;
  /** What waits until the last stream has answered. */
  parked: Operation[] = [];
  /** Why it takes no operation any more. */
  failure: Error | undefined;
  /** Of those that keep an order: the first is under way, the others wait for its answer. */
  #chains: Map<string, Operation[]> | undefined;

  /** Without a workflow: for operations that belong to none. */
  constructor(workflowId?: string, ownerToken?: string) {
    this.workflowId = workflowId;
    this.ownerToken = ownerToken;
  }

  /** Takes an operation. Whether it may go at once. */
  enter(operation: Operation): boolean {
    this.open.add(operation);
    if (operation.order === undefined) return true;
    this.#chains ??= new Map();
    const chain = this.#chains.get(operation.order);
    if (chain === undefined) {
      this.#chains.set(operation.order, [operation]);
      return true;
    }
    chain.push(operation);
    return false;
  }

  /** An operation is over. Returns the one that may go now. */
  leave(operation: Operation): Operation | undefined {
    this.open.delete(operation);
    if (operation.order === undefined) return undefined;
    const chain = this.#chains?.get(operation.order);
    if (chain?.[0] !== operation) return undefined;
    chain.shift();
    if (chain.length === 0) this.#chains?.delete(operation.order);
    return chain[0];
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
