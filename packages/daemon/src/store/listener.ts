import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { backoffMs, type Clock } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';
import { CHANNELS, readHint, type Hint } from './channels.js';
import { connect, disconnect } from './connection/connect.js';
import { notify } from './queries/hints.js';
import type { Queryable } from './database.js';

interface ListenerOptions {
  /** A direct connection: transaction poolers do not carry LISTEN. */
  readonly url: string;
  /** Sends the self-test, over another connection than the one that listens. */
  readonly db: Queryable;
  readonly clock: Clock;
  /** How often the self-test is repeated. */
  readonly selfTestIntervalMs?: number | undefined;
  readonly onHint: (hint: Hint) => void;
  /** It hears from now on; what was said before is lost: assume that everything was missed. */
  readonly onHearing: () => void;
  /** It hears no more, until `onHearing`. */
  readonly onDeaf: (cause: Error) => void;
}

/** A notification crosses a healthy server in milliseconds. */
const SELF_TEST_TIMEOUT_MS = 3000;
const SELF_TEST_INTERVAL_MS = 30_000;
const ANSWER_TIMEOUT_MS = 5000;
/** A connection that listens is idle for hours. Where the server cannot end it for that (before 14), there is nothing to set. */
const STAY = `
  select set_config('idle_session_timeout', '0', false)
  where current_setting('idle_session_timeout', true) is not null`;
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
  #leave: ((cause: Error) => void) | undefined;
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

  /** The URL leads to another server now: listens there, and assumes that everything was missed. */
  reconnect(): void {
    this.#leave?.(new Error('the URL leads to another server now'));
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
    this.#leave = (cause) => {
      lost.abort(cause);
    };
    const signal = AbortSignal.any([lost.signal, this.#stopping.signal]);
    const client = await connect({
      url: this.#options.url,
      applicationName: 'dbosd listen',
      answerTimeoutMs: ANSWER_TIMEOUT_MS,
    });
    try {
      this.#hear(client, lost);
      await client.query(STAY);
      for (const channel of Object.values(CHANNELS)) await client.query(`listen ${channel}`);
      await this.#selfTest(signal);
      hearing();
      this.#options.onHearing();
      for (;;) {
        await this.#options.clock.sleep(this.#options.selfTestIntervalMs ?? SELF_TEST_INTERVAL_MS, signal);
        await this.#selfTest(signal);
      }
    } finally {
      // Not awaited: it may be silent.
      void disconnect(client);
    }
  }

  #hear(client: pg.Client, lost: AbortController): void {
    client.on('error', (cause) => {
      lost.abort(cause);
    });
    client.on('end', () => {
      lost.abort(new Error('the listening connection has ended'));
    });
    client.on('notification', ({ channel, payload }) => {
      this.#notified(channel, payload ?? '');
    });
  }

  /** Rejects unless a notification of our own comes back in time. */
  async #selfTest(signal: AbortSignal): Promise<void> {
    this.#test += 1;
    const heard = new AbortController();
    this.#heard = () => {
      heard.abort();
    };
    const failed = new AbortController();
    const sent = new AbortController();
    // Not awaited: the connection that sends it may have been cut silently, too.
    notify(this.#options.db, [{ channel: CHANNELS.own, payload: this.#testPayload() }]).then(
      () => {
        sent.abort();
      },
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
    if (heard.signal.aborted) return;
    const within = `within ${String(SELF_TEST_TIMEOUT_MS)} ms`;
    throw new Error(
      sent.signal.aborted
        ? `no notification came back ${within}, though the database took it: ` +
            'the connection that listens was cut, or a pooler swallows LISTEN'
        : `the database did not answer ${within}`,
    );
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
