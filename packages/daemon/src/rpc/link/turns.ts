import type { CancelSignal } from '../../model/waits.js';

/** A caller that takes turns: a session, or a connection. */
export interface TurnTaker {
  /** It takes no answers at the moment: its turn passes to others. */
  readonly isFull: boolean;
}

/** What callers take turns at. */
export type TurnsAt = 'reads' | 'writes';

/** The turns at each kind of call: reads never wait for writes. */
export class CallTurns {
  readonly #turns: Readonly<Record<TurnsAt, Turns>>;

  constructor(slots: Readonly<Record<TurnsAt, number>>) {
    this.#turns = { reads: new Turns(slots.reads), writes: new Turns(slots.writes) };
  }

  at(kind: TurnsAt): Turns {
    return this.#turns[kind];
  }

  /** Callers that were full may have room. */
  retry(): void {
    this.#turns.reads.retry();
    this.#turns.writes.retry();
  }

  /** Lets go of what waits for a caller that is gone: its signal is aborted. */
  leave(caller: TurnTaker): void {
    this.#turns.reads.leave(caller);
    this.#turns.writes.leave(caller);
  }
}

/** Begins a call. */
type Begin = () => void;

/**
 * Shares something scarce, such as the connections to the database, among callers: so many calls at once, and when there are
 * more, each caller has one after the other, however many wait for one of them. What waits is bounded by what callers may
 * have in flight. Callers that take no answers get no turn until they do.
 */
class Turns {
  readonly #slots: number;
  /** Callers with calls that wait, the next one first. */
  readonly #waiting = new Map<TurnTaker, Begin[]>();
  readonly #skipped = new Map<TurnTaker, Begin[]>();
  #running = 0;

  constructor(slots: number) {
    this.#slots = slots;
  }

  /** Begins `work` at the caller's turn, or now. Rejects with the signal's reason where that is aborted before. */
  take<T>(caller: TurnTaker, signal: CancelSignal, work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#slots && !caller.isFull && !this.#hasWaiting(caller)) return this.#run(work);
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        // A call that was given up is not worth a turn.
        if (signal.aborted) reject(signal.reason);
        else this.#run(work).then(resolve, reject);
      };
      const queue = this.#skipped.get(caller) ?? this.#waiting.get(caller);
      if (queue === undefined) this.#waiting.set(caller, [begin]);
      else queue.push(begin);
      this.#next();
    });
  }

  /** Callers that were full may have room. */
  retry(): void {
    for (const [caller, queue] of this.#skipped) {
      if (caller.isFull) continue;
      this.#skipped.delete(caller);
      this.#waiting.set(caller, queue);
    }
    this.#next();
  }

  /** Ends what waits for a caller that is gone: its signal is aborted. */
  leave(caller: TurnTaker): void {
    const queue = this.#skipped.get(caller) ?? this.#waiting.get(caller) ?? [];
    this.#skipped.delete(caller);
    this.#waiting.delete(caller);
    for (const begin of queue) begin();
  }

  #hasWaiting(caller: TurnTaker): boolean {
    return this.#waiting.has(caller) || this.#skipped.has(caller);
  }

  #next(): void {
    while (this.#running < this.#slots) {
      const [first] = this.#waiting;
      if (first === undefined) return;
      const [caller, queue] = first;
      this.#waiting.delete(caller);
      if (caller.isFull) {
        this.#skipped.set(caller, queue);
        continue;
      }
      const begin = queue.shift();
      // After all others that wait.
      if (queue.length > 0) this.#waiting.set(caller, queue);
      begin?.();
    }
  }

  #run<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    const done = promiseOf(work);
    const over = (): void => {
      this.#running -= 1;
      this.#next();
    };
    done.then(over, over);
    return done;
  }
}

/** A call that throws before it first awaits fails like any other. */
async function promiseOf<T>(work: () => Promise<T>): Promise<T> {
  return work();
}
