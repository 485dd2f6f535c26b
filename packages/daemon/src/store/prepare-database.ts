import pg from 'pg';
import { migrateUp } from './migrations/index.js';
import { attachDbosSchema, judgeServer, readServerFacts, type WriteSettings } from './schema/index.js';

export interface PrepareOptions {
  /** A direct connection, not through a transaction pooler. */
  readonly url: string;
  readonly dbosSchema: string;
  readonly listenNotify: boolean;
  readonly allowAsyncCommit: boolean;
}

export interface Prepared {
  /** What the write pool must set on its connections. */
  readonly writeSettings: WriteSettings;
  /** Whether DBOS's own trigger announces messages. */
  readonly messagesAnnounced: boolean;
  /** What the operator should know. */
  readonly warnings: readonly string[];
}

/**
 * Makes the database ready for a daemon: checks the server, creates DBOS's tables where there are none (else changes
 * nothing of theirs), and brings ours up to date. Rejects where the daemon must not start.
 */
export async function prepareDatabase(options: PrepareOptions): Promise<Prepared> {
  const { url, dbosSchema, listenNotify, allowAsyncCommit } = options;
  const verdict = judgeServer(await serverFacts(url), { allowAsyncCommit });
  if (verdict.kind === 'refused') throw verdict.error;
  const dbos = await attachDbosSchema({ url, schema: dbosSchema, listenNotify });
  await migrateUp(url, dbosSchema);
  return {
    writeSettings: verdict.writeSettings,
    messagesAnnounced: dbos.messagesAnnounced,
    warnings: [...verdict.warnings, ...(dbos.warning === undefined ? [] : [dbos.warning])],
  };
}

async function serverFacts(url: string): ReturnType<typeof readServerFacts> {
  const client = new pg.Client({ connectionString: url, application_name: 'dbosd start' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await readServerFacts(client);
  } finally {
    await client.end();
  }
}
