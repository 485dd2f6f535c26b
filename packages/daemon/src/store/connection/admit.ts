import type { ClientBase, QueryResult } from 'pg';
import type { DbosdError } from '@dbosd/shared';
import {
  serverFactsOf,
  SERVER_FACTS_SQL,
  type ServerFacts,
  type ServerFactsRow,
} from '../schema/server/facts.js';
import { settingsSql, type SessionSettings } from './session-settings.js';

/** A server says what it is at once, or is stuck. */
const ANSWER_TIMEOUT_MS = 5000;

/** What is known of a new connection. */
export interface Admitted {
  /**
   * Something between here and Postgres may hand its connections around: settings must hold for one transaction only. Known
   * by the greeting, which names the process that serves; a pooler that hides it names none, or an invented one.
   */
  readonly pooled: boolean;
  /** Which start of which server this is; `undefined` where that cannot be known, or does not last. */
  readonly server: string | undefined;
}

export interface AdmitOptions {
  readonly settings: SessionSettings;
  /** Why a server with these facts cannot be used. */
  readonly refuse: (facts: ServerFacts) => DbosdError | undefined;
}

/**
 * Checks a new connection of a pool and sets what its session needs, in one round trip (and one more to know the server
 * again). What was checked at start holds for a connection that leads elsewhere only if it is checked there, too.
 *
 * @throws what `refuse` returns; failures as pg throws them
 */
export async function admit(client: ClientBase, { settings, refuse }: AdmitOptions): Promise<Admitted> {
  const pooled = `pg_backend_pid() <> ${String(greetedBy(client) ?? 0)}`;
  const results = (await client.query({
    text: `${settingsSql(settings, pooled)}; ${SERVER_FACTS_SQL}, (${pooled})::text as "pooled"`,
    query_timeout: ANSWER_TIMEOUT_MS,
  } as { text: string })) as unknown as QueryResult<ServerFactsRow & { pooled: string }>[];
  const row = results.at(-1)?.rows[0];
  const facts = serverFactsOf(row);
  const refusal = refuse(facts);
  if (refusal !== undefined) throw refusal;
  const isPooled = row?.pooled !== 'false';
  const knowsServer = facts.product === 'Postgres' && !isPooled;
  return { pooled: isPooled, server: knowsServer ? await readServer(client) : undefined };
}

/** When the server that serves this connection was started, which tells two servers of one name apart. */
export async function readServer(client: ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ server: string | null }>({
    text: `select pg_postmaster_start_time()::text || ' ' || coalesce(inet_server_port()::text, '') as server`,
    query_timeout: ANSWER_TIMEOUT_MS,
  } as { text: string });
  return rows[0]?.server ?? undefined;
}

/** Not part of pg's types. */
function greetedBy(client: ClientBase): number | undefined {
  return (client as ClientBase & { processID?: number | null }).processID ?? undefined;
}
