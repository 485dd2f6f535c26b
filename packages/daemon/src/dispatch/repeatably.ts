import { DbosdError } from '@dbosd/shared';
import type { Database, Queryable } from '../store/database.js';
import { isRepeatable, sqlState } from '../store/errors.js';

/** A transaction that Postgres undid passes at once, or something is wrong. */
const MAX_TRIES = 5;

/** Runs a transaction, and again when Postgres undid it for another's sake (a deadlock). */
export async function repeatably<T>(db: Database, work: (tx: Queryable) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction(work);
    } catch (cause) {
      if (!isRepeatable(causeOf(cause)) || tries >= MAX_TRIES) throw cause;
    }
  }
}

/** Whether a transaction was undone because others take from the same rows, and share a limit with it. */
export function isContention(cause: unknown): boolean {
  const state = sqlState(causeOf(cause));
  return state === '55P03' || state === '40001';
}

function causeOf(cause: unknown): unknown {
  return cause instanceof DbosdError ? cause.cause : cause;
}
