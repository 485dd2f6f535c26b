import { expect } from 'chai';
import pg from 'pg';
import { attachDbosSchema } from '@dbosd/daemon/internal/store/schema/index.js';
import { withClient } from '../support/connect.js';
import { createDatabase } from '../support/database.js';
import { migrateWithSdk } from '../support/run-dbos-app.js';
import { ENQUEUE_CALLS, SEND_CALLS, type FunctionCall } from './schema-function-calls.js';

// The name of ours is one that breaks whatever is not quoted.
const OUR_SCHEMA = `we"ird'$$ \\schema`;
const THEIR_SCHEMA = 'dbos';

describe('the functions of the DBOS schema that we create', () => {
  let ours: { url: string; drop(): Promise<void> };
  let theirs: { url: string; drop(): Promise<void> };

  before(async () => {
    ours = await createDatabase();
    theirs = await createDatabase();
    await migrateWithSdk({ url: theirs.url });
    await attachDbosSchema({ url: ours.url, schema: OUR_SCHEMA, listenNotify: true });
  });

  after(async () => {
    await ours.drop();
    await theirs.drop();
  });

  for (const { title, calls } of [
    {
      title: 'enqueue_workflow answers, fails and leaves rows as that of the official SDK',
      calls: ENQUEUE_CALLS,
    },
    {
      title: 'send_message answers, fails, notifies and leaves rows as that of the official SDK',
      calls: SEND_CALLS,
    },
  ]) {
    it(title, async () => {
      const expected = await record(theirs.url, THEIR_SCHEMA, calls);
      const actual = await record(ours.url, OUR_SCHEMA, calls);

      for (const [index, { what }] of calls.entries()) {
        expect(actual.outcomes[index], what).to.deep.equal(expected.outcomes[index]);
      }
      expect(actual.notifications).to.deep.equal(expected.notifications);
      expect(actual.rows).to.deep.equal(expected.rows);
      expect(expected.outcomes.some((outcome) => 'error' in outcome)).to.equal(true);
      expect(expected.rows).to.have.length.above(5);
    });
  }

  it('are beyond the reach of the caller’s search path', async () => {
    const calls: FunctionCall[] = [
      { what: 'a trap', sql: `create schema trap` },
      {
        what: 'a function in it',
        sql: `create function trap.gen_random_uuid() returns uuid language sql as 'select null::uuid'`,
      },
      { what: 'a table in it', sql: `create table trap.workflow_status ()` },
      { what: 'the trap is set', sql: `set search_path = trap, pg_catalog` },
      { what: 'a call', sql: `select length(SCHEMA.enqueue_workflow('trapped', 'q')) as answer` },
    ];

    const { outcomes } = await record(ours.url, OUR_SCHEMA, calls);

    expect(outcomes.at(-1)).to.deep.equal({ answer: 36 });
  });
});

type Outcome = { readonly answer: unknown } | { readonly error: unknown };

interface Recording {
  readonly outcomes: readonly Outcome[];
  readonly notifications: readonly string[];
  readonly rows: readonly unknown[];
}

/** Makes the calls one after the other, and reads what they left. Made-up ids and times are replaced by what they stand for. */
async function record(url: string, schema: string, calls: readonly FunctionCall[]): Promise<Recording> {
  return withClient(url, async (client) => {
    const notifications: string[] = [];
    client.on('notification', ({ channel, payload }) => notifications.push(`${channel} ${payload ?? ''}`));
    await client.query('listen dbos_notifications_channel');
    const quoted = client.escapeIdentifier(schema);
    const outcomes: Outcome[] = [];
    for (const { sql, values } of calls) {
      outcomes.push(
        await outcomeOf(
          client,
          sql.replaceAll('SCHEMA', () => quoted),
          values ?? [],
        ),
      );
    }
    await client.query('reset search_path');
    return {
      outcomes,
      notifications: notifications.map((text) => normalized(text) as string),
      rows: await leftRows(client, quoted),
    };
  });
}

async function outcomeOf(client: pg.Client, sql: string, values: readonly unknown[]): Promise<Outcome> {
  try {
    const { rows } = await client.query<{ answer?: unknown }>(sql, [...values]);
    return { answer: normalized(rows[0]?.answer) };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const { code, message, detail, hint, constraint, column, table } = error;
    return {
      error: {
        code,
        message: normalized(message),
        detail: normalized(detail),
        hint,
        constraint,
        column,
        table,
      },
    };
  }
}

async function leftRows(client: pg.Client, schema: string): Promise<unknown[]> {
  const { rows } = await client.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(s) || jsonb_build_object('table', 'workflow_status') as row, s.name || s.workflow_uuid as place
    from ${schema}.workflow_status s
    union all
    select to_jsonb(i) || jsonb_build_object('table', 'workflow_input', 'name', s.name), s.name || s.workflow_uuid
    from ${schema}.workflow_input i
    left join ${schema}.workflow_status s using (workflow_uuid)
    union all
    select to_jsonb(n) || jsonb_build_object('table', 'notifications'), n.message
    from ${schema}.notifications n`,
  );
  return rows
    .map(({ row }) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, normalized(value)])),
    )
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const EPOCH_MS = /\b\d{13}\b/g;
const AN_HOUR_MS = 3_600_000;

/** A random UUID, a time of this hour and the schema's name stand for themselves; all else must be equal to the letter. */
function normalized(value: unknown): unknown {
  if (typeof value === 'number') return isNow(value) ? '<now>' : value;
  if (typeof value !== 'string') return value;
  return value
    .replace(UUID, '<uuid>')
    .replace(EPOCH_MS, (digits) => (isNow(Number(digits)) ? '<now>' : digits))
    .replace(`function ${OUR_SCHEMA}.`, 'function SCHEMA.')
    .replace(`function ${THEIR_SCHEMA}.`, 'function SCHEMA.');
}

function isNow(ms: number): boolean {
  return Math.abs(ms - Date.now()) < AN_HOUR_MS;
}
