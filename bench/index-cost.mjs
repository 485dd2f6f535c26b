// What the indexes of ours cost a write: node bench/index-cost.mjs [workflows a round]
//
// A durable Postgres of its own, 100,000 workflows and messages in it; then workflows that are enqueued, claimed and
// finished one statement after the other, as DBOS does, and messages that are sent and consumed. Every setting is
// measured five times, in turns; the medians are printed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '@dbosd/embedded';
import { createStatement, OWN_INDEXES } from '@dbosd/daemon/internal/store/indexes/index.js';
import { prepareDatabase } from '@dbosd/daemon/internal/store/prepare-database.js';

const EACH = Number(process.argv[2] ?? 3000);
const ROUNDS = 5;
const CONNECTIONS = 4;
const STORED = 100_000;

const workflowIndexes = OWN_INDEXES.filter(({ table }) => table === 'workflow_status').map(
  ({ name }) => name,
);
const SETTINGS = {
  workflows: {
    none: [],
    'status only': ['dbosd_workflow_status_time'],
    'status and queue': ['dbosd_workflow_status_time', 'dbosd_workflow_queue_time'],
    'all of workflow_status': workflowIndexes,
  },
  messages: {
    none: [],
    'waiting only': ['dbosd_message_waiting'],
    'waiting and time': ['dbosd_message_waiting', 'dbosd_message_time'],
  },
};

const dataDir = await mkdtemp(join(tmpdir(), 'dbosd-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir, durable: true });
const pool = new pg.Pool({ connectionString: postgres.url, max: CONNECTIONS });
try {
  await fill();
  for (const [what, settings] of Object.entries(SETTINGS)) {
    const results = new Map(Object.keys(settings).map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, indexes] of Object.entries(settings)) {
        results.get(name).push(await measure(indexes, what === 'workflows' ? workflow : message));
      }
    }
    for (const [name, rounds] of results) {
      const [ms, wal] = ['ms', 'wal'].map((key) => median(rounds.map((round) => round[key])));
      console.log(
        `${what.padEnd(10)} ${name.padEnd(24)} ${ms.toFixed(3)} ms  ${String(Math.round(wal))} bytes of WAL each`,
      );
    }
  }
} finally {
  await pool.end();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function fill() {
  await prepareDatabase({
    url: postgres.url,
    dbosSchema: 'dbos',
    listenNotify: true,
    allowAsyncCommit: false,
  });
  await pool.query(
    `insert into dbos.workflow_status (workflow_uuid, status, name, created_at, queue_name, parent_workflow_id)
    select gen_random_uuid(), 'SUCCESS', 'n', i, 'q' || i % 5, case when i % 3 = 0 then gen_random_uuid() end
    from generate_series(1, ${String(STORED)}) i`,
  );
  await pool.query(
    `insert into dbos.workflow_status (workflow_uuid, status, name) values ('box', 'PENDING', 'n')`,
  );
  await pool.query(
    `insert into dbos.notifications (message_uuid, destination_uuid, topic, message, consumed)
    select gen_random_uuid(), 'box', 't', '1', true from generate_series(1, ${String(STORED)}) i`,
  );
}

async function measure(names, work) {
  for (const { name } of OWN_INDEXES) await pool.query(`drop index if exists dbos.${name}`);
  for (const index of OWN_INDEXES.filter(({ name }) => names.includes(name))) {
    await pool.query(createStatement(index, 'dbos'));
  }
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
  const before = await walPosition();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let i = 0; i < EACH / CONNECTIONS; i++) await work();
    }),
  );
  return { ms: (performance.now() - start) / EACH, wal: ((await walPosition()) - before) / EACH };
}

async function walPosition() {
  const { rows } = await pool.query(`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bytes`);
  return Number(rows[0].bytes);
}

async function workflow() {
  const id = crypto.randomUUID();
  await pool.query(
    `with input as (insert into dbos.workflow_input (workflow_uuid, inputs) values ($1, '[1]'))
    insert into dbos.workflow_status (workflow_uuid, status, name, queue_name, parent_workflow_id)
    values ($1, 'ENQUEUED', 'n', 'q1', 'box')`,
    [id],
  );
  await pool.query(
    `update dbos.workflow_status set status = 'PENDING', executor_id = 'e', started_at_epoch_ms = 1, updated_at = 2
    where workflow_uuid = $1 and status = 'ENQUEUED'`,
    [id],
  );
  await pool.query(
    `with output as (insert into dbos.workflow_output (workflow_uuid, output) values ($1, '1'))
    update dbos.workflow_status set status = 'SUCCESS', completed_at = 3, updated_at = 3 where workflow_uuid = $1`,
    [id],
  );
}

async function message() {
  const id = crypto.randomUUID();
  await pool.query(
    `insert into dbos.notifications (message_uuid, destination_uuid, topic, message) values ($1, 'box', 't', '1')`,
    [id],
  );
  await pool.query(
    'update dbos.notifications set consumed = true, consumed_by_function_id = 1 where message_uuid = $1',
    [id],
  );
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
