import type { Operation } from './operation.js';

/**
 * How many of a chain are under way at once: about as many as the daemon stores in one statement, so that one workflow
 * fills its statements and no more of the stream.
 */
const MAX_UNDER_WAY = 256;

/**
 * Operations of a workflow that keep their order, whatever fails on the way. They are sent without waiting for answers,
 * each saying that it follows what is not answered yet. When one fails in passing, the daemon refuses what follows it;
 * the chain is held until all that is in flight is answered and the daemon has had its rest, and begins again with the
 * first that has no effect yet.
 */
export class Chain {
  /** Under way (ready, in flight or held), in order. */
  readonly #underWay = new Set<Operation>();
  /** What waits until there is room, in order. */
  readonly #waiting = new Set<Operation>();
  /** Something has failed in passing: nothing is sent. */
  isHeld = false;
  /** How long the daemon rests before the chain begins again. */
  restMs = 0;
  stopResting: (() => void) | undefined;
  /** How often it was held since something of it had its effect. */
  retries = 0;

  get isEmpty(): boolean {
    return this.#underWay.size === 0 && this.#waiting.size === 0;
  }

  get hasInFlight(): boolean {
    for (const { state } of this.#underWay) if (state === 'in-flight') return true;
    return false;
  }

  /** Takes an operation at its end. */
  enter(operation: Operation): void {
    this.#waiting.add(operation);
  }

  leave(operation: Operation): void {
    this.#underWay.delete(operation);
    this.#waiting.delete(operation);
  }

  /** The operations that may go now. */
  takeReady(): Operation[] {
    const ready: Operation[] = [];
    if (this.isHeld) return ready;
    for (const operation of this.#waiting) {
      if (this.#underWay.size >= MAX_UNDER_WAY) break;
      this.#waiting.delete(operation);
      this.#underWay.add(operation);
      ready.push(operation);
    }
    return ready;
  }

  /** Sends nothing more. What was ready is held, too. */
  hold(restMs: number): void {
    if (!this.isHeld) this.retries += 1;
    this.isHeld = true;
    this.restMs = Math.max(this.restMs, restMs);
    for (const operation of this.#underWay) if (operation.state === 'ready') operation.state = 'held';
  }

  /** Begins again. Returns what was held, in order. */
  release(): Operation[] {
    this.isHeld = false;
    this.restMs = 0;
    this.stopResting = undefined;
    return [...this.#underWay];
  }
}
