import type { DbosdError } from '@dbosd/shared';
import { tooManyWaits } from '../admission.js';

/** How many waits and subscriptions a session has in flight. */
export class WaitCount {
  readonly #limit: number;
  #inFlight = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Why one more is refused, if it is. */
  refusal(): DbosdError | undefined {
    return this.#inFlight < this.#limit
      ? undefined
      : tooManyWaits(this.#limit, 'open a further session for more');
  }

  add(by: 1 | -1): void {
    this.#inFlight += by;
  }
}
