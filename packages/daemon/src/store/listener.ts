import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { backoffMs, type Clock } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';
import { CHANNELS, readHint, type Hint } from './channels.js';
import { notify } from './queries/hints/notify.js';
import type { Queryable } from './database.js';

export interface ListenerOptions {
  /** A direct connection: transaction poolers do not carry LISTEN. */
  readonly url: string;
  /** Sends the self-test, over another connection than the one that listens. */
  readonly db: Queryable;
  readonly clock: Clock;
  /** How often the self-test is repeated. */
  readonly selfTestIntervalMs?: number;
  readonly onHint: (hint: Hint) => void;
  /** It hears from now on; what was said before is lost: assume that everything was missed. */
  readonly onHearing: () => void;
  /** It hears no more, until `onHearing`. */
  readonly onDeaf: (cause: Error) => void;
}

/** A notification crosses a healthy server in milliseconds. */
const SELF_TEST_TIMEOUT_MS = 3000;
const SELF_TEST_INTERVAL_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5000;
const RECONNECT = { firstMs: 100, maxMs: 5000 };

/**
 * The one connection that listens.
 *
 * connecting → testing → hearing → (self-test fails, or the connection ends) → connecting …
 *
 * It hears only once a notification of its own has come back: a connection that is silently cut, or a pooler that
 * swallows LISTEN, is found the same way. While it does not hear, the sweep finds everything, only later.
 */
export class Listener implements Service {
  readonly #options: ListenerOptions;
  readonly #stopping = new AbortController();
  readonly #id = randomUUID();
  #loop: Promise<void> | undefined;
  #heard: (() => void) | undefined;
  #test = 0;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Resolves when it hears for the first time, or the first attempt has failed (it goes on trying). */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#loop ??= this.#run(resolve);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(firstAttemptOver: () => void): Promise<void> {
    const { clock, onDeaf } = this.#options;
    for (let attempt = 0; !this.#stopped(); attempt++) {
      try {
        await this.#listenOnce(() => {
          attempt = 0;
          firstAttemptOver();
        });
      } catch (cause) {
        if (!this.#stopped()) onDeaf(cause as Error);
      }
      firstAttemptOver();
      await clock.sleep(backoffMs(attempt, RECONNECT), this.#stopping.signal).catch(() => undefined);
    }
  }

  #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Listens until the connection fails (rejects) or the listener is stopped (resolves). */
  async #listenOnce(hearing: () => void): Promise<void> {
    const lost = new AbortController();
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: 'dbosd listen',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    // For as long as the client lives: pg says it twice, and an error that nobody hears would end the process.
    client.on('error', (cause) => {
      lost.abort(cause);
    });
    client.on('end', () => {
      lost.abort(new Error('the listening connection has ended'));
    });
    client.on('notification', ({ channel, payload }) => {
      this.#notified(channel, payload ?? '');
    });
    const signal = AbortSignal.any([lost.signal, this.#stopping.signal]);
    try {
      await client.connect();
      for (const channel of Object.values(CHANNELS)) await client.query(`listen ${channel}`);
      await this.#selfTest(signal);
      hearing();
      this.#options.onHearing();
      for (;;) {
        await this.#options.clock.sleep(this.#options.selfTestIntervalMs ?? SELF_TEST_INTERVAL_MS, signal);
        await this.#selfTest(signal);
      }
    } finally {
      // A connection that was cut silently would not answer the goodbye either.
      void client.end().catch(() => undefined);
    }
  }

  /** Rejects unless a notification of our own comes back in time. */
  async #selfTest(signal: AbortSignal): Promise<void> {
    this.#test += 1;
    const heard = new AbortController();
    this.#heard = () => {
      heard.abort();
    };
    const failed = new AbortController();
    // Not awaited: the connection that sends it may have been cut silently, too.
    notify(this.#options.db, [{ channel: CHANNELS.own, payload: this.#testPayload() }]).catch(
      (cause: unknown) => {
        failed.abort(cause);
      },
    );
    await this.#options.clock
      .sleep(SELF_TEST_TIMEOUT_MS, AbortSignal.any([heard.signal, failed.signal, signal]))
      .catch(() => undefined);
    this.#heard = undefined;
    signal.throwIfAborted();
    failed.signal.throwIfAborted();
    if (!heard.signal.aborted) {
      throw new Error(
        `no notification came back within ${String(SELF_TEST_TIMEOUT_MS)} ms: a pooler may swallow LISTEN`,
      );
    }
  }

  #notified(channel: string, payload: string): void {
    if (payload === this.#testPayload()) {
      this.#heard?.();
      return;
    }
    const hint = readHint(channel, payload);
    if (hint) this.#options.onHint(hint);
  }

  #testPayload(): string {
    return `test ${this.#id} ${String(this.#test)}`;
  }
}
