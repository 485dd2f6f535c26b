import { LOOK, withConnection } from '../connection/connect.js';
import type { Queryable } from '../schema/inspect-dbos-schema.js';

/** An index of dbosd on a table of DBOS's. Nothing but speed depends on it (docs/protocol.md, 9). */
export interface OwnIndex {
  /** Begins with `dbosd_`. Another definition gets another name, since an existing one is left as it is. */
  readonly name: OwnIndexName;
  readonly table: 'workflow_status' | 'notifications';
  /** What is after the table's name in `create index`. */
  readonly definition: string;
  /** What is slow without it. */
  readonly serves: string;
}

export type OwnIndexName =
  | 'dbosd_workflow_status_time'
  | 'dbosd_workflow_queue_time'
  | 'dbosd_workflow_parent_time'
  | 'dbosd_workflow_fork_time'
  | 'dbosd_workflow_schedule_time'
  | 'dbosd_message_waiting'
  | 'dbosd_message_time';

/**
 * All of them, the most wanted first. Why these and no others, and what they cost: docs/adr/0010-indexes-of-our-own.md.
 * An entry never holds two ids: Postgres refuses a row whose entry is longer than 2,704 bytes.
 */
export const OWN_INDEXES: readonly OwnIndex[] = [
  {
    name: 'dbosd_message_waiting',
    table: 'notifications',
    definition: '(destination_uuid, topic, created_at_epoch_ms) where not consumed',
    serves: 'recv from a mailbox with many consumed messages',
  },
  {
    name: 'dbosd_workflow_status_time',
    table: 'workflow_status',
    definition: '(status, created_at, workflow_uuid)',
    serves: 'lists of workflows, by status or of all',
  },
  {
    name: 'dbosd_workflow_queue_time',
    table: 'workflow_status',
    definition: '(queue_name, status, created_at, workflow_uuid) where queue_name is not null',
    serves: 'lists of the workflows of a queue',
  },
  {
    name: 'dbosd_workflow_parent_time',
    table: 'workflow_status',
    definition: '(parent_workflow_id, created_at) where parent_workflow_id is not null',
    serves: 'lists of the children of a workflow',
  },
  {
    name: 'dbosd_workflow_fork_time',
    table: 'workflow_status',
    definition: '(forked_from, created_at) where forked_from is not null',
    serves: 'lists of the forks of a workflow',
  },
  {
    name: 'dbosd_workflow_schedule_time',
    table: 'workflow_status',
    definition: '(schedule_name, created_at, workflow_uuid) where schedule_name is not null',
    serves: 'lists of the workflows of a schedule',
  },
  {
    name: 'dbosd_message_time',
    table: 'notifications',
    definition: '(destination_uuid, created_at_epoch_ms)',
    serves: 'lists of the messages of a workflow',
  },
];

/**
 * `standing`: the planner uses it. `unfinished`: it is being made, or its making was broken off; it costs writes and
 * serves no query. `missing`: there is none.
 */
export type OwnIndexState = 'standing' | 'unfinished' | 'missing';

export interface OwnIndexFinding {
  readonly index: OwnIndex;
  readonly state: OwnIndexState;
}

/** The state of dbosd's indexes, in the order of their table. Changes nothing. */
export async function inspectOwnIndexes(db: Queryable, dbosSchema: string): Promise<OwnIndexFinding[]> {
  const { rows } = await db.query<{ name: string; usable: boolean }>(
    `select c.relname as name, i.indisvalid and i.indisready as usable
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_class t on t.oid = i.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    where n.nspname = $1 and c.relname = any($2::text[])`,
    [dbosSchema, OWN_INDEXES.map(({ name }) => name)],
  );
  const found = new Map(rows.map(({ name, usable }) => [name, usable]));
  return OWN_INDEXES.map((index) => ({ index, state: stateOf(found.get(index.name)) }));
}

/** As {@link inspectOwnIndexes}, on a connection of its own. Connection errors come as pg throws them. */
export async function inspectOwnIndexesAt(url: string, dbosSchema: string): Promise<OwnIndexFinding[]> {
  return withConnection({ url, ...LOOK }, (client) => inspectOwnIndexes(client, dbosSchema));
}

/** The names of those that the planner uses. */
export function standingOf(findings: readonly OwnIndexFinding[]): ReadonlySet<OwnIndexName> {
  return new Set(findings.filter(({ state }) => state === 'standing').map(({ index }) => index.name));
}

function stateOf(usable: boolean | undefined): OwnIndexState {
  if (usable === undefined) return 'missing';
  return usable ? 'standing' : 'unfinished';
}

/**
 * Whether the primary key of workflows is in the order of bytes, so that `^@` uses it: under the collations C and POSIX,
 * and under all of Postgres's built-in provider. Under any other the key cannot tell where the ids of a prefix are.
 */
export async function readKeyOrder(db: Queryable, dbosSchema: string): Promise<boolean> {
  const { rows } = await db.query<{ bytewise: boolean }>(
    `select case when l.collname = 'default'
        then provider = 'b' or provider = 'c' and facts ->> 'datcollate' in ('C', 'POSIX')
        else l.collname in ('C', 'POSIX', 'ucs_basic', 'pg_c_utf8') end as bytewise
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_collation l on l.oid = a.attcollation
    cross join lateral (
      -- By way of jsonb, for Postgres has had the provider since 15 only.
      select to_jsonb(d) as facts, coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') as provider
      from pg_database d
      where d.datname = current_database()
    ) database
    where n.nspname = $1 and c.relname = 'workflow_status' and a.attname = 'workflow_uuid'`,
    [dbosSchema],
  );
  return rows[0]?.bytewise ?? false;
}
