import { DbosdError } from '@dbosd/shared';
import { isNotRunning, notRunning } from '../../model/failures.js';
import type { Queryable } from '../../store/database.js';
import { failureOf, isStoreFailure, partsOf, repeatLost, repeatUndone } from '../isolation.js';
import type { Verdict } from '../lane.js';
import { behindFailure, passes } from './broken-orders.js';
import type { DurableKind } from './kinds/durable-kind.js';

/** What became of a member. `skipped`: nothing yet, its workflow's row was not to be had. */
export type Outcome<R> = Verdict<R> | { readonly kind: 'skipped' };

/** What stands in the way (a deadlock, another writer at the same offset) passes at once, or something is wrong. */
const MAX_TRIES = 5;

interface Open<T> {
  readonly member: T;
  readonly index: number;
}

/**
 * Carries out members of a kind: its statement, and a second look at those that are recorded already. One outcome a
 * member, in order. Rejects when the store fails before any member has its outcome, and in a transaction always: the
 * whole of it is undone then. Else a failure is the outcome of the others only, for what is written stays written.
 */
export async function carryOut<T extends { readonly workflowId: string }, R>(
  db: Queryable,
  kind: DurableKind<T, R>,
  members: readonly T[],
  inTransaction: boolean,
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
  if (open.length === 0) return outcomes;
  failure ??= overtaken();
  for (const { index } of open) outcomes[index] ??= { kind: 'failed', error: failure };
  return outcomes;
}

/** Notes outcomes as they come; returns what has none, because what stood in its way is gone. */
async function carryOutOnce<T extends { readonly workflowId: string }, R>(
  db: Queryable,
  kind: DurableKind<T, R>,
  {
    open,
    outcomes,
    inTransaction,
  }: { open: readonly Open<T>[]; outcomes: Outcome<R>[]; inTransaction: boolean },
): Promise<readonly Open<T>[]> {
  const written = await kind.write(
    db,
    open.map(({ member }) => member),
  );
  const recorded: (Open<T> & { readonly otherwise?: DbosdError })[] = [];
  open.forEach((each, place) => {
    const said = written[place];
    if (said?.kind === 'recorded')
      recorded.push({ ...each, ...(said.otherwise && { otherwise: said.otherwise }) });
    else if (said?.kind === 'applied') outcomes[each.index] = { kind: 'done', result: said.result };
    else if (said?.kind === 'refused') {
      outcomes[each.index] = { kind: 'failed', error: notRunning(each.member.workflowId, said.status) };
    } else if (said) outcomes[each.index] = said;
  });
  if (recorded.length === 0) return [];
  const look = (): Promise<(Verdict<R> | undefined)[]> =>
    kind.look(
      db,
      recorded.map(({ member }) => member),
    );
  // On a connection that is lost, a transaction has nothing left to look at.
  const verdicts = await (inTransaction ? look() : repeatLost(look, (verdict) => verdict));
  return recorded.filter(({ index, otherwise }, place) => {
    const verdict = verdicts[place] ?? (otherwise && { kind: 'failed', error: otherwise });
    if (verdict) outcomes[index] = verdict;
    return verdict === undefined;
  });
}

/**
 * Carries out members so that a bad one fails alone, by attempts at ever smaller parts; each attempt is safe to repeat.
 * Never rejects.
 */
export async function carryOutIsolated<T extends { readonly workflowId: string }, R>(
  kind: DurableKind<T, R>,
  members: readonly T[],
  attempt: (members: readonly T[]) => Promise<Outcome<R>[]>,
  tries = 1,
): Promise<Outcome<R>[]> {
  try {
    return await repeatLost(() => repeatUndone(() => attempt(members), MAX_TRIES), amend);
  } catch (cause) {
    const collided = kind.collided?.(members, failureOf(cause));
    if (collided && tries >= MAX_TRIES) return failAll(members, overtaken());
    const parts = collided
      ? [collided, members.filter((member) => !collided.includes(member))]
      : partsOf(members, cause, ({ workflowId }) => workflowId);
    if (!collided && parts.length < 2) return failAll(members, cause as Error);

    const outcomes = new Map<T, Outcome<R>>();
    // What is skipped, or comes again, must not be overtaken by its workflow's others.
    const held = new Map<string, Outcome<R>>();
    for (const part of parts) {
      const now = part.filter(({ workflowId }) => !held.has(workflowId));
      if (now.length === 0) continue;
      const own = await carryOutIsolated(kind, now, attempt, part === collided ? tries + 1 : tries);
      now.forEach((member, index) => {
        const outcome = own[index] ?? { kind: 'skipped' };
        outcomes.set(member, outcome);
        if (outcome.kind === 'skipped') held.set(member.workflowId, outcome);
        if (outcome.kind === 'failed' && passes(outcome.error)) {
          held.set(member.workflowId, { kind: 'failed', error: behindFailure() });
        }
      });
    }
    return members.map(
      (member) => outcomes.get(member) ?? held.get(member.workflowId) ?? { kind: 'skipped' },
    );
  }
}

function failAll<R>(members: readonly unknown[], error: Error): Outcome<R>[] {
  return members.map(() => ({ kind: 'failed', error }));
}

/**
 * The store's failure in the second of two tries says nothing of the first; and whoever lost the workflow in between may
 * have written before.
 */
function amend<R>(outcomes: Outcome<R>[], lost: DbosdError): Outcome<R>[] {
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'failed') return outcome;
    if (isStoreFailure(outcome.error)) return { kind: 'failed', error: lost };
    return isNotRunning(outcome.error)
      ? { kind: 'failed', error: withUnknownOutcome(outcome.error) }
      : outcome;
  });
}

function withUnknownOutcome({ reason, message, metadata }: DbosdError): DbosdError {
  return new DbosdError({ reason, message, metadata, outcome: 'unknown' });
}

function overtaken(): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: 'the operation was overtaken by other writers again and again; try again',
    retryAfterMs: 500,
  });
}
