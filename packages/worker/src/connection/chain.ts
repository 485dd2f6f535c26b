import type { Operation } from './operation.js';

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
