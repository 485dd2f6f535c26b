import type { Call } from '../session/call.js';
import type { Subscription } from '../session/subscription.js';

/**
 * What waits in the client for a session with capacity: calls and waits in the order they were issued, and
 * subscriptions.
 */
export class Backlog {
  #calls = new Map<number, Call>();
  #waits = new Map<number, Call>();
  readonly #subscriptions = new Map<number, Subscription>();
  #bytes = 0;
  #lastId = 0;
  #isOutOfOrder = false;

  get calls(): ReadonlyMap<number, Call> {
    this.#restoreOrder();
    return this.#calls;
  }

  get waits(): ReadonlyMap<number, Call> {
    this.#restoreOrder();
    return this.#waits;
  }

  get subscriptions(): ReadonlyMap<number, Subscription> {
    return this.#subscriptions;
  }

  /** The bytes of the calls' frames. */
  get bytes(): number {
    return this.#bytes;
  }

  add(item: Call | Subscription): void {
    item.state = 'queued';
    if (!isCall(item)) {
      this.#subscriptions.set(item.id, item);
      return;
    }
    const queue = item.isWait ? this.#waits : this.#calls;
    if (queue.has(item.id)) return;
    queue.set(item.id, item);
    if (item.id < this.#lastId) this.#isOutOfOrder = true;
    this.#lastId = Math.max(this.#lastId, item.id);
    this.#bytes += item.bytes;
  }

  delete(item: Call | Subscription): void {
    if (!isCall(item)) {
      this.#subscriptions.delete(item.id);
      return;
    }
    const queue = item.isWait ? this.#waits : this.#calls;
    if (queue.delete(item.id)) this.#bytes -= item.bytes;
  }

  all(): (Call | Subscription)[] {
    return [...this.calls.values(), ...this.waits.values(), ...this.#subscriptions.values()];
  }

  // Calls that came back from a broken session or for a retry go before calls that were issued later.
  #restoreOrder(): void {
    if (!this.#isOutOfOrder) return;
    this.#isOutOfOrder = false;
    this.#calls = inOrder(this.#calls);
    this.#waits = inOrder(this.#waits);
  }
}

export function isCall(item: Call | Subscription): item is Call {
  return 'method' in item;
}

function inOrder(calls: ReadonlyMap<number, Call>): Map<number, Call> {
  return new Map([...calls].sort(([a], [b]) => a - b));
}
