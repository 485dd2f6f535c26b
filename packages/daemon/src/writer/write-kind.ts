import type { DbosdError } from '@dbosd/shared';
import type { Queryable, TransactionOptions } from '../store/database.js';
import type { Announcer } from './announcer.js';
import type { OrderedCall } from './broken-orders.js';
import type { StepCall } from './step-tries.js';

/** What became of a member of a batch. `later`: not now; it keeps its place, and its lane waits with it. */
export type Verdict<R> =
  | { readonly kind: 'done'; readonly result: R }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'later'; readonly afterMs: number };

/** Kinds of a pool share its connections. */
export interface Pool {
  /** Batches in flight at once, of all its kinds. */
  readonly maxBatches: number;
}

/** Members of one kind share statements. */
export interface LaneKind {
  readonly name: string;
  readonly pool: Pool;
  /** Batches of this kind in flight at once. */
  readonly maxBatches: number;
  /** How long a member may be told `later`, and the error when it was longer. Absent: as long as it takes. */
  readonly maxWait?: { readonly ms: number; readonly error: () => Error };
}

/** The statement found something in the store that only another statement can judge. */
export interface Recorded {
  readonly kind: 'recorded';
  /** The status of the workflow that it saw, where `check` needs it. */
  readonly status?: string;
  /** Why the member fails if nothing is there after all. Absent: it is written again then. */
  readonly otherwise?: DbosdError;
}

/** What a kind's statement says of a member. `skipped`: another program holds its rows locked; nothing was written. */
export type Written<R> =
  | { readonly kind: 'applied'; readonly result: R }
  | Recorded
  | { readonly kind: 'skipped' }
  | Exclude<Verdict<R>, { kind: 'done' }>;

/** How long a member waits for a lock when it is tried by itself after a batch has waited: others wait for its place. */
export const SEPARATE_LOCK_TIMEOUT = '100ms';

/** How a member is written by itself, in a transaction that waits for its locks. */
export interface Separately<T> {
  /** Takes the locks that the statement passed over. */
  lock?(tx: Queryable, members: readonly T[]): Promise<void>;
  /** Whether a batch that has waited for a lock in vain is tried so, lane by lane: what is free does not wait for what is not. */
  readonly afterLockTimeout?: boolean;
  /** For its transaction. */
  readonly settings?: TransactionOptions['settings'];
  /** Why a member fails that is skipped although its locks are held. */
  missing(member: T): DbosdError;
  /** What is known to be locked, so that it does not hold up a batch first. */
  readonly locks?: {
    has(member: T): boolean;
    add(member: T): void;
    delete(member: T): void;
  };
}

/** One kind of write: what its members are, and how many of them are written at a time. */
export interface WriteKind<T extends object, R> extends LaneKind {
  /** Members with the same lane are carried out in the order in which they came, one batch after the other. */
  laneOf(member: T): string;
  /** Two members of a lane with the same identity are never in one batch: the second learns what became of the first. */
  identityOf(member: T): unknown;
  bytesOf(member: T): number;
  /**
   * The statement: one answer a member, in order. Safe to repeat: what a lost attempt has left is `recorded`, or answered
   * as the first attempt would have been.
   */
  write(db: Queryable, members: readonly T[]): Promise<readonly Written<R>[]>;
  /**
   * A second statement, for members that are `recorded`: the answer of the first call, or why it was another call.
   * `undefined`: nothing is there (any more).
   */
  check(
    db: Queryable,
    members: readonly T[],
    recorded: readonly Recorded[],
  ): Promise<readonly (Verdict<R> | undefined)[]>;
  readonly separately?: Separately<T>;

  /** Members of a lane with the same one depend on each other: after a transient failure, what follows is refused. */
  orderOf?(member: T): string;
  /** The workflow's operation that it is, if it is one: whose tries and orders count. */
  callOf?(member: T): StepCall & OrderedCall;
  /** Why it may not be written at all, as far as this daemon knows. Asked once, when it is submitted. */
  refusal?(member: T): DbosdError | undefined;
  /** What one foreign lock holds up as a whole. Default: the lane. */
  blockOf?(member: T): string;
  /**
   * The members for which the statement was undone, because another writer came first: they are tried again separately, at
   * once, and the others together. `undefined`: it failed for another reason.
   */
  collided?(members: readonly T[], failure: unknown): readonly T[] | undefined;
  /** Whether a refusal by a second attempt leaves open whether the first one, whose answer was lost, wrote something. */
  leavesOpen?(refusal: DbosdError): boolean;
  /**
   * Notifies those that wait for it, after the commit. May be called twice for one effect. `begunAtMs`: before its statement
   * began, by the monotonic clock.
   */
  announce?(announcer: Announcer, member: T, result: R, begunAtMs: number): void;
}

/** A kind whatever its members are. */
export type AnyKind = WriteKind<object, unknown>;

export function failed(error: Error): { readonly kind: 'failed'; readonly error: Error } {
  return { kind: 'failed', error };
}
