import { DbosdError } from '@dbosd/shared';
import { isDataError, isLockTimeout, isLostVerdict, isRepeatable } from '../store/errors.js';

/** What a failure of the store was, under what it was wrapped in. */
export function failureOf(cause: unknown): unknown {
  return cause instanceof DbosdError ? cause.cause : cause;
}

/**
 * What of a failed batch is worth a try of its own; fewer than two parts: nothing. What Postgres refuses is tried member
 * by member, so that a poisoned one fails alone; what a foreign lock held up is tried group by group, so that no other
 * group pays for it; a store that fails would fail them all.
 */
export function partsOf<T>(
  batch: readonly T[],
  cause: unknown,
  groupOf: (member: T) => string,
): readonly (readonly T[])[] {
  if (isLockTimeout(failureOf(cause))) return [...groupBy(batch, groupOf).values()];
  return isMembers(cause) ? batch.map((member) => [member]) : [batch];
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

/**
 * Runs what is safe to repeat once more when its connection is lost. Where the second try fails, too, nobody knows what
 * became of the first, whatever the second says of itself; `amend` puts that right in what it answers. `lost` is the
 * first failure.
 */
export async function repeatLost<V>(
  run: () => Promise<V>,
  amend: (answer: V, lost: DbosdError) => V,
): Promise<V> {
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

/** Repeats what was undone whole (a deadlock, a row deleted under it), `maxTries` in all. */
export async function repeatUndone<V>(run: () => Promise<V>, maxTries: number): Promise<V> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (cause) {
      if (!isRepeatable(failureOf(cause)) || tries >= maxTries) throw cause;
    }
  }
}

/** Whether a failure is of some member of a batch, and not of the store: its data was refused, or the daemon has a bug. */
export function isMembers(cause: unknown): boolean {
  return !(cause instanceof DbosdError) || isDataError(cause);
}

/** The store has failed, and not the member. */
export function isStoreFailure(error: Error): boolean {
  return !(error instanceof DbosdError) || error.cause !== undefined;
}
