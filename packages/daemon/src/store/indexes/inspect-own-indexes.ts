import { LOOK, withConnection } from '../connection/connect.js';
import type { Queryable } from '../schema/queryable.js';
import { OWN_INDEXES, type OwnIndex, type OwnIndexName } from './own-indexes.js';

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
