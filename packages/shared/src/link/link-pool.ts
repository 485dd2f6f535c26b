import type { Clock } from '../clock.js';
import type { DbosdError } from '../errors/dbosd-error.js';
import type { Addresses, Target } from './addresses.js';
import { Connector } from './connector.js';
import type { Linked } from './link.js';

export interface LinkPoolOptions<L extends Linked> {
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
