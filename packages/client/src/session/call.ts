import type { contract, DbosdError, Numbered, Retryable, Sendable } from '@dbosd/shared';
import type { Session } from './session.js';

/** The methods that a session carries as numbered requests. */
export type MethodName = NonNullable<contract.SessionRequest__Output['call']>;
export type RequestOf<M extends MethodName> = NonNullable<contract.SessionRequest[M]>;
export type ResponseOf<M extends MethodName> = NonNullable<contract.SessionAnswer__Output[M]>;

/** The methods that wait. They are counted separately, and repeated if the daemon answers before their timeout. */
export type WaitName = 'getEvent' | 'readStreamOffset' | 'awaitWorkflow' | 'awaitFirst';

/** The order of a batch, which may go to any destination. */
export const ALL_DESTINATIONS = Symbol('all destinations');

/**
 * One numbered request, from the moment it is issued until its promise is settled.
 *
 * queued → in-flight → settled; back to queued if its session breaks and it may be repeated, or (via `resting`) if the
 * daemon asks for a later retry. It keeps its number throughout. Numbers rise in the order of issue, so they are also
 * the order in which calls are sent again.
 */
export interface Call extends Numbered, Sendable, Retryable {
  readonly method: MethodName;
  /**
   * Calls with the same order are executed in the order they were issued: a send's destination, or ALL_DESTINATIONS.
   */
  readonly order: string | typeof ALL_DESTINATIONS | undefined;
  /** Executing it twice has the same effect as once: it only reads, or it has an idempotency key. */
  readonly isRepeatable: boolean;
  readonly issuedAtMs: number;
  /** Its frame, with the remaining timeout. */
  readonly encode: (nowMs: number) => Buffer;
  /** What it takes from the session's `max_bytes`: nothing for waits. */
  readonly bytes: number;
  /**
   * For a call with many members: takes their verdicts from an answer, and keeps the members that failed for a
   * transient reason for the next `encode`. Returns that reason, or undefined if no member is left.
   */
  readonly take: ((answer: contract.SessionAnswer__Output) => DbosdError | undefined) | undefined;
  readonly resolve: (answer: contract.SessionAnswer__Output) => void;
  readonly reject: (error: DbosdError) => void;

  state: 'queued' | 'in-flight' | 'resting' | 'settled';
  session: Session | undefined;
  /** When it was last sent, on the monotonic clock. Undefined: never, so it certainly had no effect. */
  writtenAtMs: number | undefined;
  /** How often in a row the daemon asked for a later retry. */
  retries: number;
}
