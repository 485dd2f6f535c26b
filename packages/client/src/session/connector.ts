import { backoffMs, transportError, type Clock, type DbosdError } from '@dbosd/shared';
import { status } from '@grpc/grpc-js';
import type { Addresses } from './addresses.js';
import type { Codec } from './codec.js';
import { openSession } from './open-session.js';
import type { Session, SessionOwner } from './session.js';

/** Between two rounds of attempts, so that a daemon that comes back finds its clients within two seconds. */
const BACKOFF = { firstMs: 50, maxMs: 2000 };
/** A session that lived shorter than this was no success: the next attempt waits as if it had failed. */
const SETTLED_MS = 5000;

export interface ConnectorParts {
  readonly addresses: Addresses;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly connectTimeoutMs: number;
  /** Told of every round of attempts that failed, with one error for each daemon tried. */
  readonly onFailure: (errors: readonly DbosdError[]) => void;
}

/** Opens sessions: tries every daemon in random order, then rests (with jitter), until one opens or it is stopped. */
export class Connector {
  readonly #parts: ConnectorParts;
  readonly #stopping = new AbortController();
  #failures = 0;

  constructor(parts: ConnectorParts) {
    this.#parts = parts;
  }

  /** Rejects only when it is stopped. */
  async open(owner: SessionOwner): Promise<Session> {
    for (;;) {
      if (this.#failures > 0) await this.#rest();
      const session = await this.#oneRound(owner);
      if (session !== undefined) return session;
      this.#failures += 1;
    }
  }

  /** A session ended, or is to be left. */
  lost(session: Session): void {
    const livedMs = this.#parts.clock.monotonicMs() - session.openedAtMs;
    this.#failures = livedMs < SETTLED_MS ? this.#failures + 1 : 0;
  }

  stop(): void {
    this.#stopping.abort(transportError(status.CANCELLED, 'the client was destroyed'));
  }

  #rest(): Promise<void> {
    return this.#parts.clock.sleep(backoffMs(this.#failures - 1, BACKOFF), this.#stopping.signal);
  }

  async #oneRound(owner: SessionOwner): Promise<Session | undefined> {
    const { addresses, codec, clock, connectTimeoutMs, onFailure } = this.#parts;
    const { signal } = this.#stopping;
    const errors: DbosdError[] = [];
    try {
      for (const target of await addresses.inOrderOfChoice()) {
        try {
          return await openSession({ target, codec, clock, owner, timeoutMs: connectTimeoutMs, signal });
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
