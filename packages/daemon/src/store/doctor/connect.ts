import pg from 'pg';

/** Statements of a look at the database. They are few, rare and not named. */
export type Connection = pg.Client;

/** How long a connection may take, and a statement: longer means that something is stuck, perhaps behind a lock. */
const CONNECT_TIMEOUT_MS = 5000;
const ANSWER_TIMEOUT_MS = 5000;

/**
 * Does `work` on a connection of its own and ends it. One for each look: what breaks one says nothing of the next.
 * Rejects as pg does.
 */
export async function withConnection<Result>(
  url: string,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'dbosd doctor',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
  });
  // A connection that breaks says so in the query under way; without a listener it would also end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    // One that is stuck would not answer the goodbye either.
    void client.end().catch(() => undefined);
  }
}
