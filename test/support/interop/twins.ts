import { withClient } from '../connect.js';

/** All rows of a workflow, by table, as far as twins must have them alike. */
export type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Every table that has rows of a workflow, and the column that says of which. */
const TABLES: Readonly<Record<string, string>> = {
  workflow_status: 'workflow_uuid',
  workflow_input: 'workflow_uuid',
  workflow_output: 'workflow_uuid',
  operation_outputs: 'workflow_uuid',
  notifications: 'destination_uuid',
  workflow_events: 'workflow_uuid',
  workflow_events_history: 'workflow_uuid',
  streams: 'workflow_uuid',
};

/** What differs from twin to twin: of times it counts whether they are set, of tokens and made ids not even that. */
const TIMES =
  /^(created_at|updated_at|completed_at|retention_timestamp|created_at_epoch_ms|started_at_epoch_ms|completed_at_epoch_ms|delay_until_epoch_ms|workflow_deadline_epoch_ms)$/;
const MADE = ['creator_xid', 'message_uuid', 'executor_id'];

/** The rows of a workflow, with `name` in place of its id wherever it stands. */
export function rowsOf(url: string, workflowId: string, name = 'twin'): Promise<Rows> {
  return withClient(url, async (client) => {
    const tables: Record<string, Record<string, unknown>[]> = {};
    for (const [table, column] of Object.entries(TABLES)) {
      const { rows } = await client.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from dbos.${table} t where ${column} = $1 order by to_jsonb(t)::text`,
        [workflowId],
      );
      tables[table] = rows.map(({ row }) => normal(row, workflowId, name)).sort(byText);
    }
    return tables;
  });
}

/** The tables with rows about workflows that {@link rowsOf} does not read. */
export function otherTables(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select distinct table_name as name from information_schema.columns
       where table_schema = 'dbos' and column_name in ('workflow_uuid', 'destination_uuid')`,
    );
    return rows.map(({ name }) => name).filter((table) => !(table in TABLES));
  });
}

function normal(row: Record<string, unknown>, workflowId: string, name: string): Record<string, unknown> {
  const kept = Object.entries(row)
    .filter(([column]) => !MADE.includes(column))
    .map(([column, value]) => [column, isTime(row, column) && value !== null ? 'a time' : value]);
  return JSON.parse(JSON.stringify(Object.fromEntries(kept)).replaceAll(workflowId, name)) as Record<
    string,
    unknown
  >;
}

/** A durable sleep records the time at which it is over. */
function isTime(row: Record<string, unknown>, column: string): boolean {
  return TIMES.test(column) || (column === 'output' && row['function_name'] === 'DBOS.sleep');
}

function byText(one: object, other: object): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
