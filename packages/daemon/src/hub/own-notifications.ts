import { startTimer } from '@dbosd/shared';
import { readHint, type Hint } from '../store/channels.js';
import type { Notification } from '../store/queries/hints.js';

/** Notifications that are expected back at most; beyond that the waiters are woken twice. */
const MAX_EXPECTED = 50_000;
/** Sending takes a millisecond unless it waits for a connection, and then its notifications are not waited for. */
const EXPECTED_FOR_MS = 50;

/**
 * Postgres delivers this daemon's own notifications to it too, after its waiters were woken by the write itself. As many are
 * ignored as were sent. Postgres does not say who sent a notification: where another process's is taken for this daemon's, the
 * daemon's own one is still to come, and is passed on instead within 50 ms. Both are about the same rows.
 */
export class OwnNotifications {
  readonly #onHint: (hint: Hint) => void;
  readonly #expected = new Map<string, number>();
  #listening = false;

  constructor(onHint: (hint: Hint) => void) {
    this.#onHint = onHint;
  }

  /** Whether notifications arrive. */
  get listening(): boolean {
    return this.#listening;
  }

  /** Notifications arrive from now on, or no longer: those that are under way may be lost. */
  setListening(listening: boolean): void {
    this.#listening = listening;
    this.#expected.clear();
  }

  /** Sends notifications about what the waiters here know already. Rejects as `send` does. */
  async send(notifications: readonly Notification[], send: () => Promise<void>): Promise<void> {
    const hints = notifications.flatMap(({ channel, payload }) => readHint(channel, payload) ?? []);
    const expected = this.#listening && this.#expected.size + hints.length <= MAX_EXPECTED ? hints : [];
    for (const hint of expected) this.#count(nameOf(hint), 1);
    const cancelTimer = startTimer(EXPECTED_FOR_MS, () => {
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

  /** No longer expects these. A notification that was ignored in their place came from another process. */
  #giveUp(hints: readonly Hint[]): void {
    for (const hint of hints) {
      this.#count(nameOf(hint), -1);
      this.#onHint(hint);
    }
  }

  /** A notification has arrived. */
  receive(hint: Hint): void {
    const name = nameOf(hint);
    if (this.#expected.has(name)) this.#count(name, -1);
    else this.#onHint(hint);
  }

  #count(name: string, by: 1 | -1): void {
    const count = (this.#expected.get(name) ?? 0) + by;
    if (count > 0) this.#expected.set(name, count);
    else this.#expected.delete(name);
  }
}

function nameOf(hint: Hint): string {
  return 'hash' in hint ? `${hint.kind} ${hint.hash}` : `${hint.kind} ${hint.payload}`;
}
