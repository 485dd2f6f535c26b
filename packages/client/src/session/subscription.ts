import { startTimer, type contract, type DbosdError, type Retryable } from '@dbosd/shared';
import type { Codec } from './codec.js';
import type { Session } from './session.js';

export type SubscriptionName = NonNullable<contract.Subscribe__Output['call']>;
export type SubscriptionRequest<M extends SubscriptionName> = NonNullable<contract.Subscribe[M]>;

/** The limit of response bytes that wait for a subscription's reader. A single response may exceed it. */
const WINDOW_BYTES = 1024 * 1024;

/** What a subscription asks for, and how it continues after a break. */
export interface SubscriptionPlan {
  /** The subscription as a frame, from where the reader is now. */
  encode(codec: Codec, id: number, creditBytes: number): Buffer;
  /** Takes note of a response, so that `encode` goes on after it. */
  note(response: contract.SubscriptionResponse__Output): void;
}

/** The result of a take: a response, the end, or a timeout. */
export type Taken =
  | { readonly kind: 'response'; readonly response: contract.SubscriptionResponse__Output }
  | { readonly kind: 'ended' }
  | { readonly kind: 'timed-out' };

/** What a subscription needs from the connection that carries it. */
export interface SubscriptionOwner {
  /** Its reader waits, and it is on no session. */
  wanted(subscription: Subscription): void;
  credit(subscription: Subscription, bytes: number): void;
}

/**
 * A server stream inside sessions. Responses are buffered here until the reader takes them, and the daemon sends only
 * as much as the window allows, so that a slow reader uses bounded memory. It outlives the session that carries it.
 *
 * waiting for a session → carried → parked (the daemon ended it because its reader took nothing; it continues when the
 * reader asks for more) → over.
 */
export class Subscription implements Retryable {
  readonly id: number;
  readonly issuedAtMs: number;
  session: Session | undefined;
  state: 'queued' | 'carried' | 'resting' | 'parked' | 'over' = 'queued';
  readonly deadlineMs = undefined;
  /** Since when it has failed for transient reasons. */
  failingSinceMs: number | undefined;
  retries = 0;
  /** Removes its listener from the caller's signal. */
  stopListening: (() => void) | undefined;

  readonly #plan: SubscriptionPlan;
  readonly #owner: SubscriptionOwner;
  readonly #buffer: contract.SubscriptionResponse__Output[] = [];
  #bufferedBytes = 0;
  #takenBytes = 0;
  #uncreditedBytes = 0;
  #failure: DbosdError | undefined;
  #wake: (() => void) | undefined;

  constructor(id: number, plan: SubscriptionPlan, issuedAtMs: number, owner: SubscriptionOwner) {
    this.id = id;
    this.#plan = plan;
    this.issuedAtMs = issuedAtMs;
    this.#owner = owner;
  }

  /** Its frame for a session, with the credit that the window has left. */
  encode(codec: Codec): Buffer {
    this.#uncreditedBytes = 0;
    return this.#plan.encode(
      codec,
      this.id,
      Math.max(1, WINDOW_BYTES - this.#bufferedBytes - this.#takenBytes),
    );
  }

  received(response: contract.SubscriptionResponse__Output): void {
    this.#plan.note(response);
    this.failingSinceMs = undefined;
    this.retries = 0;
    this.#buffer.push(response);
    this.#bufferedBytes += response.bytes;
    this.#wakeReader();
  }

  /** The daemon ended it because its reader took nothing. It continues when the reader asks for more. */
  park(): void {
    this.state = 'parked';
    if (this.#wake !== undefined) this.#owner.wanted(this);
  }

  /** The daemon has sent everything. */
  finish(): void {
    this.state = 'over';
    this.#wakeReader();
  }

  /** The reader gets this error after the buffered responses, or at once if they are discarded. */
  fail(error: DbosdError, { discard = false } = {}): void {
    if (this.state === 'over') return;
    this.state = 'over';
    if (discard) this.#buffer.length = 0;
    this.#failure = error;
    this.#wakeReader();
  }

  /** The next response. Rejects with what made the subscription fail. One reader at a time. */
  async take(timeoutMs?: number): Promise<Taken> {
    this.#consume();
    if (this.#buffer.length === 0 && this.state === 'parked') this.#owner.wanted(this);
    if (this.#buffer.length === 0 && this.state !== 'over' && !(await this.#somethingCame(timeoutMs))) {
      return { kind: 'timed-out' };
    }
    const response = this.#buffer.shift();
    if (response !== undefined) {
      this.#bufferedBytes -= response.bytes;
      this.#takenBytes = response.bytes;
      return { kind: 'response', response };
    }
    if (this.#failure !== undefined) throw this.#failure;
    return { kind: 'ended' };
  }

  // The last response counts as consumed only when the reader asks for more.
  #consume(): void {
    this.#uncreditedBytes += this.#takenBytes;
    this.#takenBytes = 0;
    // The daemon always has half a window left meanwhile, so it never waits for credit that is held back here.
    if (this.#uncreditedBytes < WINDOW_BYTES / 2) return;
    this.#owner.credit(this, this.#uncreditedBytes);
    this.#uncreditedBytes = 0;
  }

  #somethingCame(timeoutMs: number | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const cancelTimer =
        timeoutMs === undefined
          ? undefined
          : startTimer(timeoutMs, () => {
              this.#wake = undefined;
              resolve(false);
            });
      this.#wake = () => {
        cancelTimer?.();
        resolve(true);
      };
    });
  }

  #wakeReader(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
