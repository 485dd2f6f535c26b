import pg from 'pg';
import { startTimer } from '@dbosd/shared';
import { ConnectionLost, sqlState } from '../errors.js';

/** A statement with its values; with a name it is prepared once on the connection. */
export interface Sent {
  readonly name?: string | undefined;
  readonly text: string;
  readonly values?: unknown[] | undefined;
}

export interface SendOptions {
  readonly answerTimeoutMs: number;
  /** Whether the connection has broken since it was lent. */
  readonly isBroken: () => boolean;
  /** What is submitted in place of the plain query. */
  readonly prepare?: ((query: pg.Query) => pg.Query) | undefined;
}

/**
 * As `client.query` with a config, but for the copy, property by property, that pg makes of each config. Rejects with
 * ConnectionLost where the connection broke or gave no answer: pg's own errors about that have no code.
 */
export async function send<R extends pg.QueryResultRow>(
  client: pg.ClientBase,
  { name, text, values }: Sent,
  { answerTimeoutMs, isBroken, prepare = (query) => query }: SendOptions,
): Promise<R[]> {
  try {
    return await new Promise((resolve, reject) => {
      const query = new pg.Query<R, unknown[]>(text, values, (error, result) => {
        cancelTimer();
        if (error) reject(isBroken() && sqlState(error) === undefined ? broken(error) : error);
        else resolve(result.rows);
      });
      client.query(prepare(name === undefined ? query : Object.assign(query, { name })));
      const cancelTimer = startTimer(answerTimeoutMs, () => {
        reject(new ConnectionLost(`the database gave no answer within ${String(answerTimeoutMs)} ms`));
      });
    });
  } catch (cause) {
    // Else it would lead to the socket, and not to who runs the statement.
    if (cause instanceof Error) Error.captureStackTrace(cause);
    throw cause;
  }
}

function broken(cause: Error): ConnectionLost {
  return new ConnectionLost(`the connection to the database broke: ${cause.message}`, { cause });
}
