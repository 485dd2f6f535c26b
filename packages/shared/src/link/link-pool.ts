import { status } from '@grpc/grpc-js';
import { backoffMs } from '../backoff.js';
import type { Clock } from '../clock.js';
import type { DbosdError } from '../errors/dbosd-error.js';
import { transportError } from '../errors/status.js';
import type { Addresses, Target } from './addresses.js';
import type { Link, Linked } from './link.js';

interface LinkPoolOptions<L extends Linked> {
  readonly addresses: Addresses;
  readonly clock: Clock;
  /** One attempt with one daemon. Rejects with a DbosdError, and with the signal's reason when it is aborted. */
  readonly openOne: (target: Target, signal: AbortSignal) => Promise<L>;
  /** Another link is open. The daemon may already have asked its peer to leave it. */
  readonly onOpened: (linked: L) => void;
  /** No daemon could be reached or accepted the caller: one error for each that was tried. The pool keeps trying. */
  readonly onFailure: (errors: readonly DbosdError[]) => void;
}

/**
 * The links of one client or worker: normally one; two while one is left for the next; a client has more when its waits
 * do not fit. While none stays, one more is being opened, until the pool is stopped.
 */
export class LinkPool<L extends Linked> {
  readonly #options: LinkPoolOptions<L>;
  readonly #connector: Connector<L>;
  #open: L[] = [];
  #opening: Promise<void> | undefined;
  #isStopped = false;
  #downSinceMs: number | undefined;
  #lastFailure: DbosdError | undefined;

  constructor(options: LinkPoolOptions<L>) {
    const { addresses, clock, openOne, onFailure } = options;
    this.#options = options;
    this.#connector = new Connector({
      addresses,
      clock,
      openOne,
      onFailure: (errors) => {
        this.#lastFailure = errors.at(-1) ?? this.#lastFailure;
        onFailure(errors);
      },
    });
    this.#downSinceMs = clock.monotonicMs();
  }

  get all(): readonly L[] {
    return this.#open;
  }

  /** Since when no staying link is open, on the monotonic clock. Undefined if one is. */
  get downSinceMs(): number | undefined {
    return this.#downSinceMs;
  }

  /** Why the last attempt failed, or the last link broke, if none that stays has been opened since. */
  get lastFailure(): DbosdError | undefined {
    return this.#lastFailure;
  }

  /** Whether one that stays is open. */
  hasNext(): boolean {
    return this.#open.some(({ link }) => link.isStaying);
  }

  /** Makes sure that another link is being opened. */
  want(): void {
    if (this.#isStopped || this.#opening !== undefined) return;
    this.#opening = this.#connector.open().then(
      (linked) => {
        this.#opening = undefined;
        this.#opened(linked);
      },
      () => {
        // Stopped: no further link is wanted.
        this.#opening = undefined;
      },
    );
  }

  /** A daemon asks its peer to move. `avoid`: to another daemon, where there is one. */
  leaving(linked: L, avoid: boolean): void {
    if (avoid) this.#options.addresses.avoid(linked.link.target);
    this.#lost(linked);
  }

  /** A link is over. */
  ended(linked: L, error: DbosdError | undefined): void {
    this.#open = this.#open.filter((one) => one !== linked);
    if (error !== undefined) this.#lastFailure = error;
    if (linked.link.leaving) this.#wantNext();
    else this.#lost(linked);
  }

  /** Opens no more links. Resolves when no attempt is in progress. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#connector.stop();
    await this.#opening;
  }

  #opened(linked: L): void {
    const { link } = linked;
    if (link.ended) {
      this.#connector.lost(link);
      this.want();
      return;
    }
    this.#open.push(linked);
    if (link.isStaying) {
      this.#downSinceMs = undefined;
      this.#lastFailure = undefined;
    } else {
      this.want();
    }
    this.#options.onOpened(linked);
  }

  #lost({ link }: L): void {
    this.#connector.lost(link);
    this.#wantNext();
  }

  #wantNext(): void {
    if (this.hasNext()) return;
    this.#downSinceMs ??= this.#options.clock.monotonicMs();
    this.want();
  }
}

/** The delay between rounds of attempts, so that callers find a daemon that comes back within two seconds. */
const BACKOFF = { firstMs: 50, maxMs: 2000 };
/** A link that lived shorter than this counts as a failed attempt. */
const SETTLED_MS = 5000;

interface ConnectorOptions<L> {
  readonly addresses: Addresses;
  readonly clock: Clock;
  readonly openOne: (target: Target, signal: AbortSignal) => Promise<L>;
  readonly onFailure: (errors: readonly DbosdError[]) => void;
}

/** Opens links: tries every daemon in random order, then pauses (with jitter), until one opens or it is stopped. */
class Connector<L> {
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
