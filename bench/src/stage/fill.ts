import pg from 'pg';
import { storedText } from './stored-text.js';

/** What a filled database holds. */
export interface Stored {
  readonly rows: number;
  /** Workflows to send to, which also have an event of `EVENT_KEY`, spread evenly over all that are stored. */
  readonly workflows: readonly string[];
  readonly stream: { readonly workflow: string; readonly key: string; readonly values: number };
}

export interface FillOptions {
  readonly rows: number;
  readonly progress: (text: string) => void;
}

export const EVENT_KEY = 'bench';

/** Each workflow with what it wrote and got: of ten rows one is its own. */
const ROWS_OF_WORKFLOW = 10;
const LIVE = 1000;
const WORKFLOWS_AT_ONCE = 25_000;
/** So that the window of a reader (1 MiB) is full at every size that is filled. */
const STREAM_VALUE_BYTES = 300;
const STREAM_KEY = 'long';

// Ids look like UUIDs, lie evenly over all of them, and rise, so that the fill is fast.
const ID = `lpad(to_hex((n::bigint << 32) / $3), 8, '0') || '-0000-4000-8000-000000000000'`;
const AT_MS = `(extract(epoch from now()) * 1000)::bigint - ($3 - n)`;

/** Each with `$1` and `$2`, the first and last workflow to store, and `$3`, how many there are in all. */
const STATEMENTS: readonly string[] = [
  `insert into dbos.workflow_status
    (workflow_uuid, status, name, executor_id, created_at, updated_at, completed_at, application_version, serialization)
  select ${ID}, case when is_live then 'PENDING' else 'SUCCESS' end, 'bench', 'nobody', ${AT_MS}, ${AT_MS},
    case when not is_live then ${AT_MS} end, 'bench', 'js_superjson'
  from (select n, n % ($3 / ${String(LIVE)}) = 0 as is_live from generate_series($1::int, $2::int) n) w`,
  `insert into dbos.operation_outputs
    (workflow_uuid, function_id, function_name, output, serialization, started_at_epoch_ms, completed_at_epoch_ms)
  select ${ID}, f, 'step', $4, 'js_superjson', ${AT_MS}, ${AT_MS}
  from generate_series($1::int, $2::int) n, generate_series(0, 1) f`,
  `insert into dbos.notifications
    (message_uuid, destination_uuid, topic, message, serialization, created_at_epoch_ms, consumed, consumed_by_function_id)
  select overlay(${ID} placing m::text from 36), ${ID}, 'bench', $4, 'js_superjson', ${AT_MS}, true, m
  from generate_series($1::int, $2::int) n, generate_series(0, 1) m`,
  `insert into dbos.workflow_events (workflow_uuid, key, value, serialization)
  select ${ID}, '${EVENT_KEY}', $4, 'js_superjson' from generate_series($1::int, $2::int) n`,
  `insert into dbos.streams (workflow_uuid, key, value, "offset", function_id, serialization)
  select $5, '${STREAM_KEY}', $4, 4 * n + v, 4 * n + v, 'js_superjson'
  from generate_series($1::int, $2::int) n, generate_series(0, 3) v`,
];

/**
 * Stores rows as DBOS does: workflows (one of ten), steps and consumed messages (two each), events (one), and one stream
 * (four). Nobody stays connected.
 */
export async function fill(url: string, { rows, progress }: FillOptions): Promise<Stored> {
  const count = rows / ROWS_OF_WORKFLOW;
  const step = count / LIVE;
  const workflows = Array.from({ length: LIVE }, (_, live) => idOf(live * step, count));
  const stream = { workflow: workflows[0] ?? '', key: STREAM_KEY, values: 4 * count };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Without triggers: nobody listens, and all that is referred to is there.
    await client.query(`set session_replication_role = replica`);
    for (let first = 0; first < count; first += WORKFLOWS_AT_ONCE) {
      const last = Math.min(first + WORKFLOWS_AT_ONCE, count) - 1;
      for (const statement of STATEMENTS) {
        await client.query(...bound(statement, { first, last, count, streamOf: stream.workflow }));
      }
      progress(`${String(((last + 1) * ROWS_OF_WORKFLOW) / 1000)} of ${String(rows / 1000)} thousand rows`);
    }
    await client.query('vacuum (analyze)');
  } finally {
    await client.end();
  }
  return { rows, workflows, stream };
}

function bound(
  statement: string,
  { first, last, count, streamOf }: { first: number; last: number; count: number; streamOf: string },
): [string, unknown[]] {
  const isStream = statement.includes('dbos.streams');
  const value = storedText(isStream ? STREAM_VALUE_BYTES : 100);
  return [
    statement
      .replaceAll('$3', String(count))
      .replaceAll('$4', pg.escapeLiteral(value))
      .replaceAll('$5', pg.escapeLiteral(streamOf)),
    [first, last],
  ];
}

function idOf(n: number, count: number): string {
  const place = Math.floor((n * 2 ** 32) / count);
  return `${place.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
}
