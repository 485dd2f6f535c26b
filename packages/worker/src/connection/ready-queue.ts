import type { Operation } from './operation.js';

/** Operations that may be sent, first in, first out. */
export class ReadyQueue {
  #operations: Operation[] = [];
  #head = 0;

  /** The first operation that is still ready. */
  get first(): Operation | undefined {
    for (;;) {
      const first = this.#operations[this.#head];
      if (first === undefined || first.state === 'ready') return first;
      this.takeFirst();
    }
  }

  takeFirst(): void {
    this.#head += 1;
    // The ones that were taken are dropped when they are more than half.
    if (this.#head * 2 < this.#operations.length) return;
    this.#operations.splice(0, this.#head);
    this.#head = 0;
  }

  push(operation: Operation): void {
    operation.state = 'ready';
    this.#operations.push(operation);
  }

  /** Drops what is not ready any more. It may come back, at another place. */
  sweep(): void {
    this.#operations = this.#operations.slice(this.#head).filter(({ state }) => state === 'ready');
    this.#head = 0;
  }

  /** Puts operations that have been in flight before all others, in their order. */
  putBack(operations: readonly Operation[]): void {
    for (const operation of operations) operation.state = 'ready';
    this.#operations = [...operations, ...this.#operations.slice(this.#head)];
    this.#head = 0;
  }
}
