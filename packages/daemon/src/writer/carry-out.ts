import { DbosdError } from '@dbosd/shared';
import type { Queryable } from '../store/database.js';
import { isDataError, isLockTimeout, isLostVerdict, rootOf } from '../store/errors.js';
import { MAX_TRIES, retryUndone } from '../store/retry.js';
import { isTransient, refusedAfterFailure } from './broken-orders.js';
import { failed, type Recorded, type WriteKind, type Verdict } from './write-kind.js';

// What becomes of a batch. It has one verdict for each member, and one bad member never fails the others (law 7).

/** What became of a member. `skipped`: nothing yet, its rows are locked by another program. */
export type Outcome<R> = Verdict<R> | { readonly kind: 'skipped' };

interface Open<T> {
  readonly member: T;
  readonly index: number;
}

/**
 * Carries out members of a kind: its statement, and a check of those that are recorded already. One outcome a member, in
 * order. Rejects when the store fails before any member has its outcome, and in a transaction always: the whole of it is
 * undone then. Else a failure is the outcome of the others only, for what is written stays written.
 */
export async function carryOut<T extends object, R>(
  db: Queryable,
  kind: WriteKind<T, R>,
  members: readonly T[],
  { inTransaction }: { readonly inTransaction: boolean },
): Promise<Outcome<R>[]> {
  const outcomes: Outcome<R>[] = [];
  let open: readonly Open<T>[] = members.map((member, index) => ({ member, index }));
  let failure: Error | undefined;
  try {
    for (let tries = 1; open.length > 0 && tries <= MAX_TRIES; tries++) {
      open = await carryOutOnce(db, kind, { open, outcomes, inTransaction });
    }
  } catch (cause) {
    if (inTransaction || outcomes.length === 0) throw cause;
    failure = cause as Error;
  }
  for (const { index } of open) outcomes[index] ??= failed(failure ?? overtaken());
  return outcomes;
}

/** Notes outcomes as they come; returns what has none, because what was in its way is gone. */
async function carryOutOnce<T extends object, R>(
  db: Queryable,
  kind: WriteKind<T, R>,
  {
    open,
    outcomes,
    inTransaction,
  }: { open: readonly Open<T>[]; outcomes: Outcome<R>[]; inTransaction: boolean },
): Promise<readonly Open<T>[]> {
  const members = open.map(({ member }) => member);
  // In a transaction it is not the statement that is undone, but all of it.
  const written = await (inTransaction
    ? kind.write(db, members)
    : retryUndone(() => kind.write(db, members)));
  const found: Open<T>[] = [];
  const recorded: Recorded[] = [];
  open.forEach((each, place) => {
    const said = written[place];
    if (said?.kind === 'recorded') {
      found.push(each);
      recorded.push(said);
    } else if (said?.kind === 'applied') outcomes[each.index] = { kind: 'done', result: said.result };
    else if (said) outcomes[each.index] = said;
  });
  if (found.length === 0) return [];
  const check = (): Promise<readonly (Verdict<R> | undefined)[]> =>
    kind.check(
      db,
      found.map(({ member }) => member),
      recorded,
    );
  // On a connection that is lost, a transaction has nothing left to read.
  const verdicts = await (inTransaction ? check() : repeatLost(check, (verdict) => verdict));
  return found.filter(({ index }, place) => {
    const otherwise = recorded[place]?.otherwise;
    const verdict = verdicts[place] ?? (otherwise && failed(otherwise));
    if (verdict) outcomes[index] = verdict;
    return verdict === undefined;
  });
}

/**
 * Carries out members so that a bad one fails by itself, by attempts at ever smaller parts; each attempt is safe to repeat.
 * Never rejects: this is where a failure becomes a verdict.
 */
export async function carryOutIsolated<T extends object, R>(
  kind: WriteKind<T, R>,
  members: readonly T[],
  attempt: (members: readonly T[]) => Promise<Outcome<R>[]>,
  tries = 1,
): Promise<Outcome<R>[]> {
  try {
    return await repeatLost(
      () => attempt(members),
      (outcomes, lost) => outcomes.map((outcome) => amended(kind, outcome, lost)),
    );
  } catch (cause) {
    if (kind.separately?.afterLockTimeout === true && isLockTimeout(cause)) {
      if (blocksOf(kind, members).length > 1) return members.map(() => ({ kind: 'skipped' }));
      for (const member of members) kind.separately.locks?.add(member);
    }
    const collided = kind.collided?.(members, rootOf(cause));
    if (collided && tries < MAX_TRIES) {
      const others = members.filter((member) => !collided.includes(member));
      return inParts(kind, members, [collided, others], (part) =>
        carryOutIsolated(kind, part, attempt, part === collided ? tries + 1 : tries),
      );
    }
    const parts = collided ? members.map((member) => [member]) : partsOf(kind, members, cause);
    if (parts.length < 2) return members.map(() => failed(collided ? overtaken() : (cause as Error)));
    return inParts(kind, members, parts, (part) => carryOutIsolated(kind, part, attempt));
  }
}

/**
 * What of a failed batch is worth an attempt of its own; fewer than two parts: nothing. What Postgres refuses is tried
 * member by member, so that a poisoned one fails by itself; what a foreign lock held up is tried block by block, so that no
 * other block waits for it; a store that fails would fail them all.
 */
function partsOf<T extends object, R>(
  kind: WriteKind<T, R>,
  members: readonly T[],
  cause: unknown,
): readonly (readonly T[])[] {
  if (isLockTimeout(cause)) return blocksOf(kind, members);
  const isOfMembers = !(cause instanceof DbosdError) || isDataError(cause);
  return isOfMembers ? members.map((member) => [member]) : [members];
}

/** What one foreign lock can hold up as a whole. */
function blocksOf<T extends object, R>(kind: WriteKind<T, R>, members: readonly T[]): T[][] {
  return [...groupBy(members, (member) => (kind.blockOf ?? kind.laneOf).call(kind, member)).values()];
}

/** Carries out the parts one after the other, so that in no lane anything overtakes what has to wait or comes again. */
async function inParts<T extends object, R>(
  kind: WriteKind<T, R>,
  members: readonly T[],
  parts: readonly (readonly T[])[],
  run: (part: readonly T[]) => Promise<Outcome<R>[]>,
): Promise<Outcome<R>[]> {
  const outcomes = new Map<T, Outcome<R>>();
  /** By lane: what becomes of the rest of it. */
  const held = new Map<string, Outcome<R>>();
  for (const part of parts) {
    const now = part.filter((member) => !held.has(kind.laneOf(member)));
    if (now.length === 0) continue;
    const own = await run(now.length === part.length ? part : now);
    now.forEach((member, index) => {
      const outcome = own[index] ?? { kind: 'skipped' };
      outcomes.set(member, outcome);
      if (outcome.kind === 'skipped' || outcome.kind === 'later') held.set(kind.laneOf(member), outcome);
      else if (outcome.kind === 'failed' && kind.orderOf && isTransient(outcome.error)) {
        held.set(kind.laneOf(member), failed(refusedAfterFailure()));
      }
    });
  }
  return members.map(
    (member) => outcomes.get(member) ?? held.get(kind.laneOf(member)) ?? { kind: 'skipped' },
  );
}

/**
 * Runs what is safe to repeat once more when its connection is lost. Where the second attempt fails, too, it is unknown
 * what became of the first, whatever the second one says; `amend` corrects that in its answer. `lost` is the first failure.
 */
async function repeatLost<V>(run: () => Promise<V>, amend: (answer: V, lost: DbosdError) => V): Promise<V> {
  try {
    return await run();
  } catch (lost) {
    if (!isLostVerdict(lost)) throw lost;
    const answer = await run().catch((second: unknown) => {
      throw lost.outcome === 'unknown' ? lost : second;
    });
    return lost.outcome === 'unknown' ? amend(answer, lost) : answer;
  }
}

/** The verdict of a second attempt, after a first one whose answer was lost. */
function amended<T extends object, R>(
  kind: WriteKind<T, R>,
  outcome: Outcome<R>,
  lost: DbosdError,
): Outcome<R> {
  if (outcome.kind !== 'failed') return outcome;
  const { error } = outcome;
  // The store's failure says nothing of the first attempt.
  if (!(error instanceof DbosdError) || error.cause !== undefined) return failed(lost);
  if (kind.leavesOpen?.(error) !== true) return outcome;
  const { reason, message, metadata } = error;
  return failed(new DbosdError({ reason, message, metadata, outcome: 'unknown' }));
}

export function groupBy<T>(members: readonly T[], groupOf: (member: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const member of members) {
    const group = groups.get(groupOf(member));
    if (group) group.push(member);
    else groups.set(groupOf(member), [member]);
  }
  return groups;
}

/** Other writers came first in every attempt. */
export function overtaken(): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: 'other writers came first again and again; try again',
    retryAfterMs: 500,
  });
}
