import { InFlight, type DbosdError, type Numbered } from '@dbosd/shared';
import type { CancelSignal } from '../../model/waits.js';
import { callerGone } from '../handler.js';

export interface CallLimits {
  /** Calls that are no waits; at the limit the stream is not read from. */
  readonly maxCalls: number;
  /** Bytes of such calls, with the same consequence. */
  readonly maxBytes: number;
}

/** A numbered call that a peer waits for. Its bytes are its share of the frame that brought it. */
export interface ServedCall extends Numbered {
  /** The method, for messages. */
  readonly name: string;
  /** Of waits only: ends it when the peer waits no longer. */
  readonly waiter: { abort(reason: Error): void } | undefined;
}

/** What becomes of a call. Exactly one of the first two is called for each that is not given up. */
export interface CallAnswers<C, R> {
  succeeded(call: C, result: R): void;
  failed(call: C, failure: unknown): void;
  /** After either: there may be room for more. */
  answered(): void;
}

/**
 * The numbered calls in flight on one stream. In flight → answered; or given up: a wait that is cancelled, and everything
 * when the stream is over. What is given up has no answer.
 */
export class ServedCalls<C extends ServedCall, R> {
  readonly #limits: CallLimits;
  readonly #answers: CallAnswers<C, R>;
  readonly #inFlight = new InFlight<C>();
  readonly #over = new AbortController();

  constructor(limits: CallLimits, answers: CallAnswers<C, R>) {
    this.#limits = limits;
    this.#answers = answers;
  }

  get size(): number {
    return this.#inFlight.size;
  }

  get waits(): number {
    return this.#inFlight.waits;
  }

  /** Calls and their bytes are below their limits. */
  get hasRoom(): boolean {
    return this.#inFlight.isBelow(this.#limits.maxCalls, this.#limits.maxBytes);
  }

  /** Aborted when the stream is over. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  has(id: number): boolean {
    return this.#inFlight.has(id);
  }

  /** Counts a call in. It must be run next. */
  add(call: C): void {
    this.#inFlight.add(call);
  }

  /** Answers a call with what its work gives. `signal`: what the work gets, the stream's or the wait's own. */
  async run(call: C, signal: CancelSignal, work: Promise<R>): Promise<void> {
    let result: R;
    try {
      result = await work;
    } catch (failure) {
      // A wait that was given up has no answer, and its rejection means nothing.
      if (signal.aborted || !this.#inFlight.remove(call)) return;
      this.#answers.failed(call, failure);
      this.#answers.answered();
      return;
    }
    if (!this.#inFlight.remove(call)) return;
    this.#answers.succeeded(call, result);
    this.#answers.answered();
  }

  /** Gives up a wait; other calls go on. False: no such call is in flight. */
  cancel(id: number): boolean {
    const call = this.#inFlight.get(id);
    if (call?.waiter === undefined) return call !== undefined;
    this.#inFlight.remove(call);
    call.waiter.abort(callerGone(call.name));
    return true;
  }

  cancelWaits(): void {
    for (const { id, isWait } of this.#inFlight.all) if (isWait) this.cancel(id);
  }

  /** The stream is over: gives everything up. */
  abort(reason: DbosdError): void {
    this.#over.abort(reason);
    for (const { waiter } of this.#inFlight.all) waiter?.abort(reason);
    this.#inFlight.clear();
  }
}
