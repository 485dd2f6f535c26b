import { INTERNAL_QUEUE } from '../queries/workflows/internal-queue.js';
import type { Queryable } from '../schema/queryable.js';
import { schemasOf, type Schemas } from '../statement.js';

/** Workflows that wait on queues while no worker for them is seen. */
export interface Stranded {
  readonly applicationName: string;
  /** Absent: any. */
  readonly applicationVersion?: string;
  /** So many at least. */
  readonly workflows: number;
  /** Workers of other versions of the application are connected to daemons. */
  readonly otherVersions: boolean;
}

/** Who waits for a shorter time may be claimed any moment. */
const WAITED_MS = 60_000;
/** Of each queue, those that come first. */
const LOOKED_AT = 1000;
const MOST = 10;

// Uses idx_workflow_status_in_flight_v2: of each registered queue the first rows; and idx_workflow_status_pending for what
// DBOS applications run, which are seen by that alone. Rows of no application are left out: every DBOS application takes them.
function query({ dbos, own }: Schemas): string {
  return `
  with queue as (
    select name from ${dbos}.queues
    union
    select '${INTERNAL_QUEUE}'
  ),
  waiting as (
    select ws.application_name, ws.application_version, count(*)::int as workflows
    from queue q
    cross join lateral (
      select ws.application_name, ws.application_version, ws.updated_at
      from ${dbos}.workflow_status ws
      where ws.queue_name = q.name
        and ws.status = 'ENQUEUED'
      order by ws.priority, ws.created_at
      limit ${String(LOOKED_AT)}
    ) ws
    where ws.application_name is not null
      and ws.updated_at <= (extract(epoch from clock_timestamp()) * 1000)::bigint - ${String(WAITED_MS)}
    group by ws.application_name, ws.application_version
  ),
  wanted as (
    select w.application_name, w.workflows,
      -- Those of no version are run by the latest one.
      coalesce(w.application_version, (
        select v.version_name
        from ${dbos}.application_versions v
        where v.application_name = w.application_name or v.application_name is null
        order by v.version_timestamp desc
        limit 1
      )) as version
    from waiting w
  )
  select w.application_name as "applicationName", w.version as "applicationVersion",
    sum(w.workflows)::int as workflows,
    exists (
      select from ${own}.executor e where e.application_name = w.application_name
    ) as "otherVersions"
  from wanted w
  where not exists (
      select from ${own}.executor e
      where e.application_name = w.application_name
        and (w.version is null or e.application_version = w.version)
    )
    and not exists (
      select from ${dbos}.workflow_status ws
      where ws.status = 'PENDING'
        and ws.application_name = w.application_name
        and (w.version is null or ws.application_version = w.version)
        and ws.executor_id not like 'dbosd:%'
    )
  group by w.application_name, w.version
  order by workflows desc, w.application_name, w.version
  limit ${String(MOST)}`;
}

/** Those that wait for an application or a version that no one offers. `undefined`: our table of workers is not there. */
export async function readStranded(client: Queryable, dbosSchema: string): Promise<Stranded[] | undefined> {
  const schemas = schemasOf(dbosSchema);
  const table = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
    `${schemas.own}.executor`,
  ]);
  if (table.rows[0]?.found !== true) return undefined;
  const { rows } = await client.query<
    Omit<Stranded, 'applicationVersion'> & { applicationVersion: string | null }
  >(query(schemas));
  return rows.map(({ applicationVersion, ...row }) => ({
    ...row,
    ...(applicationVersion !== null && { applicationVersion }),
  }));
}
