import { startTimer } from '@dbosd/shared';
import { readHint, type Hint } from '../store/channels.js';
import type { Notification } from '../store/queries/hints/notify.js';

/** Echoes that are expected at most; the notifications beyond are heard twice. */
const MAX_EXPECTED = 50_000;
/** A sending takes a millisecond, unless it waits for a connection: then nobody waits for its echo. */
const PATIENCE_MS = 50;

/**
 * What this daemon tells others comes back to it as a notification, of which its own waiters have heard already: as many are
 * passed over as were sent. Postgres does not say who sent one. If it was another's, ours is still to come and is heard in its
 * stead, within 50 ms; whoever then reads sees what both told of.
 */
export class Echoes {
  readonly #hear: (hint: Hint) => void;
  readonly #expected = new Map<string, number>();
  #listening = false;

  constructor(hear: (hint: Hint) => void) {
    this.#hear = hear;
  }

  /** Notifications come from now on, or come no more: those that are on their way may be lost. */
  listen(listening: boolean): void {
    this.#listening = listening;
    this.#expected.clear();
  }

  /** Sends notifications of what has been heard here before. Rejects as `send` does. */
  async send(notifications: readonly Notification[], send: () => Promise<void>): Promise<void> {
    const hints = notifications.flatMap(({ channel, payload }) => readHint(channel, payload) ?? []);
    const expected = this.#listening && this.#expected.size + hints.length <= MAX_EXPECTED ? hints : [];
    for (const hint of expected) this.#expect(nameOf(hint), 1);
    const cancelTimer = startTimer(PATIENCE_MS, () => {
      this.#giveUp(expected.splice(0));
    });
    try {
      await send();
    } catch (cause) {
      this.#giveUp(expected.splice(0));
      throw cause;
    } finally {
      cancelTimer();
    }
  }

  /** Expects these echoes no more. What was taken for one of them was another's. */
  #giveUp(hints: readonly Hint[]): void {
    for (const hint of hints) {
      this.#expect(nameOf(hint), -1);
      this.#hear(hint);
    }
  }

  /** A notification has come. */
  notified(hint: Hint): void {
    const name = nameOf(hint);
    if (this.#expected.has(name)) this.#expect(name, -1);
    else this.#hear(hint);
  }

  #expect(name: string, by: 1 | -1): void {
    const count = (this.#expected.get(name) ?? 0) + by;
    if (count > 0) this.#expected.set(name, count);
    else this.#expected.delete(name);
  }
}

function nameOf(hint: Hint): string {
  return 'hash' in hint ? `${hint.kind} ${hint.hash}` : `${hint.kind} ${hint.payload}`;
}
