import { backoffMs, transportError, type Clock, type DbosdError } from '@dbosd/shared';
import { status } from '@grpc/grpc-js';
import type { Addresses, Target } from './addresses.js';

/** Between two rounds of attempts, so that a daemon that comes back finds its clients within two seconds. */
const BACKOFF = { firstMs: 50, maxMs: 2000 };
/** A session that lived shorter than this was no success: the next attempt waits as if it had failed. */
const SETTLED_MS = 5000;

/** What a connector opens. */
interface Opened {
  /** By the monotonic clock. */
  readonly openedAtMs: number;
}

export interface ConnectorParts<S extends Opened> {
  readonly addresses: Addresses;
  readonly clock: Clock;
  /** One attempt with one daemon. Rejects with a DbosdError, and with the signal's reason when it is aborted. */
  readonly openOne: (target: Target, signal: AbortSignal) => Promise<S>;
  /** Told of every round of attempts that failed, with one error for each daemon tried. */
  readonly onFailure: (errors: readonly DbosdError[]) => void;
}

/**
 * Opens sessions, and the streams of workers: tries every daemon in random order, then rests (with jitter), until one
 * opens or it is stopped.
 */
export class Connector<S extends Opened> {
  readonly #parts: ConnectorParts<S>;
  readonly #stopping = new AbortController();
  #failures = 0;

  constructor(parts: ConnectorParts<S>) {
    this.#parts = parts;
  }

  /** Rejects only when it is stopped. */
  async open(): Promise<S> {
    for (;;) {
      if (this.#failures > 0) await this.#rest();
      const session = await this.#oneRound();
      if (session !== undefined) return session;
      this.#failures += 1;
    }
  }

  /** A session ended, or is to be left. */
  lost(session: S): void {
    const livedMs = this.#parts.clock.monotonicMs() - session.openedAtMs;
    this.#failures = livedMs < SETTLED_MS ? this.#failures + 1 : 0;
  }

  stop(): void {
    this.#stopping.abort(transportError(status.CANCELLED, 'the client was destroyed'));
  }

  #rest(): Promise<void> {
    return this.#parts.clock.sleep(backoffMs(this.#failures - 1, BACKOFF), this.#stopping.signal);
  }

  async #oneRound(): Promise<S | undefined> {
    const { addresses, openOne, onFailure } = this.#parts;
    const { signal } = this.#stopping;
    const errors: DbosdError[] = [];
    try {
      for (const target of await addresses.inOrderOfChoice()) {
        try {
          return await openOne(target, signal);
        } catch (error) {
          signal.throwIfAborted();
          addresses.avoid(target);
          errors.push(error as DbosdError);
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      errors.push(error as DbosdError);
    }
    onFailure(errors);
    return undefined;
  }
}
