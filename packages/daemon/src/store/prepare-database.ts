import { during, type Tell } from './connection/tell-slow.js';
import { withConnection } from './connection/connect.js';
import { migrateUp } from './migrations/index.js';
import { attachDbosSchema, judgeServer, readServerFacts } from './schema/index.js';

export interface PrepareOptions {
  /** A direct connection, not through a transaction pooler. */
  readonly url: string;
  readonly dbosSchema: string;
  readonly listenNotify: boolean;
  readonly allowAsyncCommit: boolean;
  /** Receives what the start waits for, once that takes long. */
  readonly tell?: Tell | undefined;
}

export interface Prepared {
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
  const { url, dbosSchema, listenNotify, allowAsyncCommit, tell } = options;
  const verdict = judgeServer(await serverFacts(url, tell), { allowAsyncCommit });
  if (verdict.kind === 'refused') throw verdict.error;
  const dbos = await attachDbosSchema({ url, schema: dbosSchema, listenNotify, tell });
  await migrateUp(url, dbosSchema, { tell });
  return {
    messagesAnnounced: dbos.messagesAnnounced,
    warnings: [...verdict.warnings, ...(dbos.warning === undefined ? [] : [dbos.warning])],
  };
}

/** A server says at once what it is. */
const ANSWER_TIMEOUT_MS = 5000;

async function serverFacts(url: string, tell: Tell | undefined): ReturnType<typeof readServerFacts> {
  const options = { url, applicationName: 'dbosd start', answerTimeoutMs: ANSWER_TIMEOUT_MS, tell };
  return withConnection(options, (client) =>
    during(readServerFacts(client), { what: 'the database to say what it is', tell }),
  );
}
