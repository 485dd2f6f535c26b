import type pg from 'pg';
import type { Tell } from '../connection/tell-slow.js';
import { withConnection as onConnection } from '../connection/connect.js';

/** Statements of a look at the database. They are few, rare and not named. */
export type Connection = pg.Client;

/** How long a statement may take: longer means that it is stuck, perhaps waiting for a lock. */
const ANSWER_TIMEOUT_MS = 5000;

/**
 * Does `work` on a connection of its own and ends it. One for each look: what breaks one says nothing of the next.
 * Rejects as pg does.
 */
export async function withConnection<Result>(
  url: string,
  work: (connection: Connection) => Promise<Result>,
  tell?: Tell,
): Promise<Result> {
  const options = { url, applicationName: 'dbosd doctor', answerTimeoutMs: ANSWER_TIMEOUT_MS, tell };
  return onConnection(options, work);
}
