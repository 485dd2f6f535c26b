import type { Clock, contract, DbosdError } from '@dbosd/shared';
import type { Addresses } from './addresses.js';
import type { Codec } from './codec.js';
import { Connector } from './connector.js';
import { openSession } from './open-session.js';
import type { Session, SessionOwner } from './session.js';

export interface SessionPoolParts {
  readonly addresses: Addresses;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly connectTimeoutMs: number;
  readonly owner: SessionOwner;
  /** A session more is open. */
  readonly onOpened: () => void;
  /** No daemon let a session open; it is tried again. */
  readonly onFailure: (errors: readonly DbosdError[]) => void;
}

/** The sessions of one client: normally one; two while one is left for the next; more when waits do not fit. */
export class SessionPool {
  readonly #parts: SessionPoolParts;
  readonly #connector: Connector<Session>;
  #sessions: Session[] = [];
  #opening: Promise<void> | undefined;
  #stopped = false;
  #downSinceMs: number | undefined;
  #lastFailure: DbosdError | undefined;
  #limits: contract.SessionOpened__Output | undefined;

  constructor(parts: SessionPoolParts) {
    this.#parts = parts;
    const { addresses, codec, clock, owner, connectTimeoutMs: timeoutMs } = parts;
    this.#connector = new Connector({
      addresses,
      clock,
      openOne: (target, signal) => openSession({ target, codec, clock, owner, timeoutMs, signal }),
      onFailure: (errors) => {
        this.#failed(errors);
      },
    });
    this.#downSinceMs = parts.clock.monotonicMs();
  }

  get all(): readonly Session[] {
    return this.#sessions;
  }

  get isOpening(): boolean {
    return this.#opening !== undefined;
  }

  /** Since when no session that stays is open, monotonic. */
  get downSinceMs(): number | undefined {
    return this.#downSinceMs;
  }

  get lastFailure(): DbosdError | undefined {
    return this.#lastFailure;
  }

  /** What the daemon announced last. */
  get limits(): contract.SessionOpened__Output | undefined {
    return this.#limits;
  }

  /** Where new calls go: a session that stays, else one that is to be left but still takes calls. */
  forCalls(): Session | undefined {
    return this.#staying()[0] ?? this.#sessions.find((session) => !session.halfClosed);
  }

  /** Where new waits and subscriptions go. Never to a session that is to be left: it would end them at once. */
  forWait(): Session | undefined {
    return this.#staying().find((session) => session.hasRoomForWait());
  }

  hasNext(): boolean {
    return this.#staying().length > 0;
  }

  /** Sees to it that one more session is being opened. */
  want(): void {
    if (this.#stopped || this.#opening !== undefined) return;
    this.#opening = this.#connector.open().then(
      (session) => {
        this.#opening = undefined;
        this.#opened(session);
      },
      () => {
        // Stopped: nobody wants it any more.
        this.#opening = undefined;
      },
    );
  }

  /** A session is to be left. */
  leaving(session: Session, draining: boolean): void {
    if (draining) this.#parts.addresses.avoid(session.target);
    this.#connector.lost(session);
    this.#noteDown();
    if (!this.hasNext()) this.want();
  }

  ended(session: Session, error: DbosdError | undefined): void {
    this.#sessions = this.#sessions.filter((one) => one !== session);
    if (!session.leaving) this.#connector.lost(session);
    if (error !== undefined) this.#lastFailure = error;
    this.#noteDown();
    if (!this.hasNext()) this.want();
  }

  /** Opens no more. Resolves when no attempt is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#connector.stop();
    await this.#opening;
  }

  #opened(session: Session): void {
    if (session.ended) {
      this.#connector.lost(session);
      this.want();
      return;
    }
    this.#sessions.push(session);
    this.#limits = session.limits;
    if (this.#stopped) {
      session.halfClose();
      return;
    }
    if (session.leaving) {
      this.want();
      return;
    }
    this.#downSinceMs = undefined;
    this.#lastFailure = undefined;
    this.#parts.onOpened();
  }

  #failed(errors: readonly DbosdError[]): void {
    this.#lastFailure = errors.at(-1) ?? this.#lastFailure;
    this.#parts.onFailure(errors);
  }

  #noteDown(): void {
    if (!this.hasNext()) this.#downSinceMs ??= this.#parts.clock.monotonicMs();
  }

  #staying(): Session[] {
    return this.#sessions.filter((session) => !session.leaving && !session.halfClosed && !session.ended);
  }
}
