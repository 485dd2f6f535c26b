import { status } from '@grpc/grpc-js';
import { backoffMs } from '../backoff.js';
import type { Clock } from '../clock.js';
import type { DbosdError } from '../errors/dbosd-error.js';
import { transportError } from '../errors/status.js';
import type { Addresses, Target } from './addresses.js';
import type { Link } from './link.js';

/** The delay between rounds of attempts, so that callers find a daemon that comes back within two seconds. */
const BACKOFF = { firstMs: 50, maxMs: 2000 };
/** A link that lived shorter than this counts as a failed attempt. */
const SETTLED_MS = 5000;

export interface ConnectorOptions<L> {
  readonly addresses: Addresses;
  readonly clock: Clock;
  readonly openOne: (target: Target, signal: AbortSignal) => Promise<L>;
  readonly onFailure: (errors: readonly DbosdError[]) => void;
}

/** Opens links: tries every daemon in random order, then pauses (with jitter), until one opens or it is stopped. */
export class Connector<L> {
  readonly #options: ConnectorOptions<L>;
  readonly #stopping = new AbortController();
  #failures = 0;

  constructor(options: ConnectorOptions<L>) {
    this.#options = options;
  }

  /** Rejects only when it is stopped. */
  async open(): Promise<L> {
    for (;;) {
      if (this.#failures > 0) await this.#pause();
      const opened = await this.#oneRound();
      if (opened !== undefined) return opened;
      this.#failures += 1;
    }
  }

  /** A link has ended, or is being left. */
  lost({ openedAtMs }: Link): void {
    const livedMs = this.#options.clock.monotonicMs() - openedAtMs;
    this.#failures = livedMs < SETTLED_MS ? this.#failures + 1 : 0;
  }

  stop(): void {
    this.#stopping.abort(
      transportError(status.CANCELLED, 'the client was destroyed, or the worker shut down'),
    );
  }

  #pause(): Promise<void> {
    return this.#options.clock.sleep(backoffMs(this.#failures - 1, BACKOFF), this.#stopping.signal);
  }

  async #oneRound(): Promise<L | undefined> {
    const { addresses, openOne, onFailure } = this.#options;
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
