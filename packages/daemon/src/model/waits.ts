import type { CancelSignal } from './cancellation.js';

/** How long a wait may take, and who may end it. */
export interface Wait {
  /** The caller's timeout; 0 = one look. */
  readonly timeoutMs: number;
  /** When to answer `notYet`, however much is left. */
  readonly holdMs: number;
  /** The caller has gone: the wait rejects with its reason. */
  readonly signal: CancelSignal;
}

export type Unanswered =
  | { readonly kind: 'timedOut' }
  | {
      readonly kind: 'notYet';
      readonly remainingMs: number;
      /** All that is waited for exists. */
      readonly exists?: boolean;
    };

/**
 * Where a server stream's batches go. `offer` takes the batch in any case and says false when the transport is full;
 * then nothing more is offered until `ready` resolves.
 */
export interface Sink<T> {
  offer(batch: T): boolean;
  /** Resolves when the transport takes batches again. Rejects with the signal's reason when the call has ended. */
  ready(): Promise<void>;
}
