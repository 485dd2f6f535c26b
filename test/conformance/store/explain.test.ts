import { expect } from 'chai';
import pg from 'pg';
import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import { schemasOf } from '@dbosd/daemon/internal/store/statement.js';
import { appendStreams } from '@dbosd/daemon/internal/store/queries/streams/append-streams.js';
import { claimMessages, findReceipts } from '@dbosd/daemon/internal/store/queries/messages/claim-messages.js';
import { findCheckpoints } from '@dbosd/daemon/internal/store/queries/workflows/checkpoints.js';
import {
  findFinished,
  finishWorkflows,
} from '@dbosd/daemon/internal/store/queries/workflows/finish-workflows.js';
import { findStarted } from '@dbosd/daemon/internal/store/queries/workflows/find-started.js';
import { lockOwners } from '@dbosd/daemon/internal/store/queries/workflows/fence.js';
import { recordDeadlines, recordSteps } from '@dbosd/daemon/internal/store/queries/workflows/record-steps.js';
import { sendMessages } from '@dbosd/daemon/internal/store/queries/messages/send-messages.js';
import { setEvents } from '@dbosd/daemon/internal/store/queries/events/set-events.js';
import { NO_INDEXES } from '@dbosd/daemon/internal/store/indexes/index.js';
import { readEvents, listEvents } from '@dbosd/daemon/internal/store/queries/events/read-events.js';
import { readEventChanges } from '@dbosd/daemon/internal/store/queries/events/read-event-changes.js';
import { newStartOf } from '@dbosd/daemon/internal/operations/enqueue.js';
import { startChildren, startFree } from '@dbosd/daemon/internal/store/queries/workflows/start-workflows.js';
import { sweep } from '@dbosd/daemon/internal/store/queries/hints.js';
import {
  findMessages,
  insertMessages,
} from '@dbosd/daemon/internal/store/queries/messages/insert-messages.js';
import { listMessages } from '@dbosd/daemon/internal/store/queries/messages/list-messages.js';
import { listStreams, readStreamHead } from '@dbosd/daemon/internal/store/queries/streams/stream-heads.js';
import { readStreamPages } from '@dbosd/daemon/internal/store/queries/streams/read-stream-pages.js';
import { findCreator } from '@dbosd/daemon/internal/store/queries/workflows/manage-workflows.js';
import { readOutcomes } from '@dbosd/daemon/internal/store/queries/workflows/read-outcomes.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

const ROWS = 60_000;
const LARGE = 1_000_000;

/** Calls that come next in their workflows, the last of them in one of many rows. */
const CALLS = ['w2', 'w4', 'big'].map((workflowId) => ({
  workflowId,
  ownerToken: 't',
  functionId: workflowId === 'big' ? ROWS + 1 : 1,
  startedAtMs: 1,
}));
const VALUE = { data: '1', serialization: 'portable_json' };
const ENQUEUED = newStartOf({
  workflowId: 'new',
  queueName: 'q',
  workflowName: 'n',
  rejectIdInUse: false,
  input: { data: '{}', serialization: 'portable_json' },
  deduplicationId: 'd7',
  returnDeduplicated: false,
  priority: 0,
  delayMs: 0,
  authenticatedRoles: [],
});
const claimOf = (call: (typeof CALLS)[number]) => ({
  ...call,
  topic: 't',
  timeoutMs: 1000,
  deadlineFunctionId: call.functionId + 1,
  maxValueBytes: LARGE,
});
const startOf = (call: (typeof CALLS)[number]) => ({
  ...call,
  newId: `new ${call.workflowId}`,
  workflowName: 'n',
  input: VALUE,
  token: 't',
  rejectIdInUse: false,
  inheritDeadline: true,
  authenticatedRoles: [],
  queue: {
    queueName: 'q',
    deduplicationId: `new ${call.workflowId}`,
    returnDeduplicated: false,
    priority: 0,
    delayMs: 0,
  },
  applicationName: 'a',
  applicationVersion: 'v',
  executorId: 'e',
});
const APPEND = { key: 's', value: VALUE, closes: false, recorded: false };

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** What a statement read of tables: through which indexes, and how many rows. */
interface Read {
  readonly scans: readonly string[];
  readonly indexes: readonly string[];
  readonly rows: number;
}

describe('a hot statement, in tables of many rows', () => {
  let test: TestStore;
  let client: pg.Client;

  before(async () => {
    test = await openTestStore();
    client = new pg.Client({ connectionString: test.url });
    await client.connect();
    const rows = `generate_series(1, ${String(ROWS)}) i`;
    await client.query(`
      insert into dbos.workflow_status (workflow_uuid, status, name, queue_name, deduplication_id, owner_xid)
        select 'w' || i, case when i % 2 = 0 then 'PENDING' else 'SUCCESS' end, 'n', 'q', 'd' || i, 't' from ${rows};
      insert into dbos.workflow_status (workflow_uuid, status, name, owner_xid) values ('big', 'PENDING', 'n', 't');
      insert into dbos.operation_outputs (workflow_uuid, function_id, function_name)
        select 'big', i, 's' from ${rows} union all select 'w' || i, 0, 's' from ${rows};
      insert into dbos.workflow_events_history (workflow_uuid, function_id, key, value)
        select 'big', i, 'k', '1' from ${rows} union all select 'w' || i, 0, 'k', '1' from ${rows};
      insert into dbos.workflow_output (workflow_uuid, output) select 'w' || i, '1' from ${rows};
      insert into dbos.workflow_events (workflow_uuid, key, value) select 'w' || i, 'k', '1' from ${rows};
      insert into dbos.streams (workflow_uuid, key, value, "offset") select 'big', 's', '1', i - 1 from ${rows};
      insert into dbos.streams (workflow_uuid, key, value, "offset") select 'w' || i, 's', '1', 0 from ${rows};
      alter table dbos.notifications disable trigger user;
      insert into dbos.notifications (message_uuid, destination_uuid, topic, message)
        select 'm' || i, 'w' || i, 't', '1' from ${rows};
      alter table dbos.notifications enable trigger user;
      insert into dbosd.mailbox (destination, topic, last_ms, reserved) select 'w' || i, 't', 1, 1 from ${rows};
    `);
    await client.query('vacuum analyze');
  });

  after(async () => {
    await client.end();
    await test.close();
  });

  /** Runs what asks the store, and explains each statement that it sends; whatever it writes is undone. */
  async function explained(
    ask: (db: Queryable) => Promise<unknown>,
    kind: 'custom' | 'generic',
  ): Promise<Read> {
    const plans: Plan[] = [];
    await client.query('begin');
    await client.query(`set local plan_cache_mode = force_${kind}_plan`);
    const db: Queryable = {
      query: async <R extends pg.QueryResultRow>(
        statement: { text: (s: never) => string },
        values: unknown[],
      ) => {
        const text = statement.text(schemasOf('dbos') as never);
        await client.query('deallocate all');
        await client.query(`prepare explained as ${text}`);
        const literals = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`;
        const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
          `explain (analyze, buffers off, timing off, format json) execute explained ${literals}`,
        );
        plans.push(rows[0]!['QUERY PLAN'][0].Plan);
        return [] as R[];
      },
    };
    try {
      await ask(db);
    } finally {
      await client.query('rollback');
    }
    expect(plans, 'statements sent').to.have.length(1);
    return readOf(plans[0]!);
  }

  const cases: {
    what: string;
    ask: (db: Queryable) => Promise<unknown>;
    indexes: readonly string[];
    maxRows: number;
  }[] = [
    {
      what: 'that stores messages',
      ask: (db) =>
        insertMessages(
          db,
          [1, 2, 3].map((i) => ({
            messageId: `new${String(i)}`,
            destinationId: `w${String(i * 1000)}`,
            topic: 't',
            data: '1',
            serialization: 'portable_json',
            requireActive: true,
          })),
        ),
      indexes: ['workflow_status_pkey', 'notifications_pkey'],
      maxRows: 6,
    },
    {
      what: 'that looks at messages again',
      ask: (db) =>
        findMessages(db, [
          {
            messageId: 'm7',
            destinationId: 'w7',
            topic: 't',
            data: '1',
            serialization: 'x',
            requireActive: false,
          },
        ]),
      indexes: ['notifications_pkey'],
      maxRows: 1,
    },
    {
      what: 'that lists messages',
      ask: (db) => listMessages(db, { workflowId: 'w7', pageSize: 10, maxValueBytes: LARGE }, NO_INDEXES),
      indexes: ['idx_workflow_topic', 'notifications_pkey'],
      maxRows: 2,
    },
    {
      what: 'that enqueues a workflow',
      ask: (db) => startFree(db, [ENQUEUED], { legacyInputs: false }),
      indexes: ['workflow_status_pkey', 'uq_workflow_status_dedup_id'],
      maxRows: 2,
    },
    {
      what: 'that asks who made a workflow',
      ask: (db) => findCreator(db, 'w7'),
      indexes: ['workflow_status_pkey'],
      maxRows: 1,
    },
    {
      what: 'that reads outcomes',
      ask: (db) =>
        readOutcomes(db, [
          { workflowId: 'w7', maxValueBytes: LARGE },
          { workflowId: 'w8', maxValueBytes: LARGE },
        ]),
      indexes: ['workflow_status_pkey', 'workflow_output_pkey'],
      maxRows: 4,
    },
    {
      what: 'that reads events',
      ask: (db) => readEvents(db, [{ workflowId: 'w7', key: 'k', maxValueBytes: LARGE }]),
      indexes: ['workflow_events_pkey', 'workflow_status_pkey'],
      maxRows: 2,
    },
    {
      what: 'that lists events',
      ask: (db) => listEvents(db, { workflowId: 'w7', pageSize: 10, maxValueBytes: LARGE }),
      indexes: ['workflow_events_pkey'],
      maxRows: 1,
    },
    {
      what: 'that reads what has changed for a watcher',
      ask: (db) =>
        readEventChanges(db, [{ workflowId: 'w7', keys: [], known: new Map(), maxValueBytes: LARGE }]),
      indexes: ['workflow_events_pkey', 'workflow_status_pkey'],
      maxRows: 4,
    },
    ...[
      { page: 'first', from: 0 },
      { page: 'last', from: ROWS - 100 },
    ].map(({ page, from }) => ({
      what: `that reads the ${page} page of a long stream`,
      ask: (db: Queryable) =>
        readStreamPages(db, [{ workflowId: 'big', key: 's', from, limit: 100, maxValueBytes: LARGE }]),
      indexes: ['streams_pkey', 'workflow_status_pkey'],
      maxRows: 102,
    })),
    {
      what: 'that reads the head of a long stream',
      ask: (db) => readStreamHead(db, 'big', 's', 10),
      indexes: ['streams_pkey', 'workflow_status_pkey'],
      maxRows: 23,
    },
    {
      what: 'that lists streams, hopping over a long one',
      ask: (db) => listStreams(db, { workflowId: 'big', pageSize: 10 }),
      indexes: ['streams_pkey', 'workflow_status_pkey'],
      maxRows: 4,
    },
    {
      what: 'that records steps, of a workflow with many checkpoints too',
      ask: (db) =>
        recordSteps(
          db,
          CALLS.map((call) => ({ ...call, functionName: 's' })),
        ),
      indexes: ['workflow_status_pkey'],
      maxRows: 3,
    },
    {
      what: 'that records deadlines',
      ask: (db) =>
        recordDeadlines(
          db,
          CALLS.map((call) => ({ ...call, durationMs: 1, isTimeout: false })),
        ),
      indexes: ['workflow_status_pkey'],
      maxRows: 3,
    },
    {
      what: 'that sets events, of a workflow with a long history too',
      ask: (db) =>
        setEvents(
          db,
          CALLS.map((call) => ({ ...call, key: 'k', value: VALUE })),
        ),
      indexes: ['workflow_status_pkey', 'workflow_events_history_pkey'],
      maxRows: 3,
    },
    {
      what: 'that appends to streams, to a long one too',
      ask: (db) =>
        appendStreams(
          db,
          CALLS.map((call) => ({ ...call, ...APPEND, recorded: true })),
        ),
      indexes: ['workflow_status_pkey', 'streams_pkey'],
      maxRows: 6,
    },
    {
      what: 'that appends to a long stream from a step, where it knows how many of its rows there are',
      ask: (db) =>
        appendStreams(
          db,
          CALLS.map((call) => ({ ...call, ...APPEND, ordinal: 3, known: { below: ROWS - 2, rows: 1 } })),
        ),
      indexes: ['workflow_status_pkey', 'streams_pkey'],
      maxRows: 9,
    },
    {
      what: 'that ends workflows',
      ask: (db) =>
        finishWorkflows(
          db,
          CALLS.map((call) => ({ ...call, output: VALUE })),
        ),
      indexes: ['workflow_status_pkey'],
      maxRows: 6,
    },
    {
      what: 'that looks for ended workflows',
      ask: (db) =>
        findFinished(
          db,
          CALLS.map((call) => ({ ...call, output: VALUE })),
        ),
      indexes: ['workflow_status_pkey', 'workflow_output_pkey'],
      maxRows: 6,
    },
    {
      what: 'that sends messages of workflows',
      ask: (db) =>
        sendMessages(
          db,
          CALLS.map((call) => ({
            ...call,
            inStep: false,
            messageId: `new ${call.workflowId}`,
            destinationId: 'w6',
            topic: 't',
            data: '1',
            serialization: 'portable_json',
          })),
        ),
      indexes: ['workflow_status_pkey', 'operation_outputs_pkey', 'notifications_pkey'],
      maxRows: 6,
    },
    {
      what: 'that claims messages',
      ask: (db) => claimMessages(db, CALLS.map(claimOf)),
      indexes: ['workflow_status_pkey', 'operation_outputs_pkey', 'idx_workflow_topic', 'notifications_pkey'],
      maxRows: 12,
    },
    {
      what: 'that looks for what was received',
      ask: (db) =>
        findReceipts(
          db,
          CALLS.map((call) => ({ ...call, functionId: 0 })),
        ),
      indexes: ['operation_outputs_pkey'],
      maxRows: 3,
    },
    {
      what: 'that starts workflows of workflows',
      ask: (db) => startChildren(db, CALLS.map(startOf), { legacyInputs: false }),
      indexes: ['workflow_status_pkey', 'operation_outputs_pkey', 'uq_workflow_status_dedup_id'],
      maxRows: 12,
    },
    {
      what: 'that starts workflows',
      ask: (db) => startFree(db, CALLS.map(startOf), { legacyInputs: false }),
      indexes: ['workflow_status_pkey', 'uq_workflow_status_dedup_id'],
      maxRows: 6,
    },
    {
      what: 'that looks for what was started',
      ask: (db) =>
        findStarted(
          db,
          CALLS.map((call) => ({ ...call, functionId: 0, token: 't' })),
        ),
      indexes: ['operation_outputs_pkey'],
      maxRows: 6,
    },
    {
      what: 'that looks for checkpoints',
      ask: (db) =>
        findCheckpoints(
          db,
          CALLS.map((call) => ({ ...call, functionId: 0 })),
        ),
      indexes: ['operation_outputs_pkey'],
      maxRows: 3,
    },
    {
      what: 'that waits for the rows of workflows',
      ask: (db) => lockOwners(db, ['w2', 'w4', 'big']),
      indexes: ['workflow_status_pkey'],
      maxRows: 3,
    },
    {
      what: 'that sweeps',
      ask: (db) =>
        sweep(db, {
          workflows: [
            { workflowId: 'w7', existed: undefined },
            { workflowId: 'w8', existed: true },
          ],
          runs: [{ workflowId: 'w9', ownerToken: 't' }],
          events: [{ workflowId: 'w7', key: 'k' }],
          streams: [{ workflowId: 'big', key: 's', nextOffset: ROWS - 1 }],
          watches: [{ workflowId: 'w7', digest: Buffer.alloc(1) }],
          messages: [{ workflowId: 'w7', topic: 't' }],
        }),
      indexes: ['workflow_status_pkey', 'workflow_events_pkey', 'streams_pkey', 'idx_workflow_topic'],
      maxRows: 8,
    },
  ];

  for (const { what, ask, indexes, maxRows } of cases) {
    it(`${what} rides its index and reads a few rows, planned for its values or for any`, async () => {
      // A named statement is planned for its values five times, then perhaps once for all.
      for (const kind of ['custom', 'generic'] as const) {
        const read = await explained(ask, kind);

        expect(read.scans, `scans of whole tables, ${kind}`).to.deep.equal([]);
        expect(read.indexes, kind).to.include.members([...indexes]);
        expect(read.rows, kind).to.be.at.most(maxRows);
      }
    });
  }

  it('that claims messages reads as many as there are claims, where our index is, however many were consumed', async () => {
    await client.query(`alter table dbos.notifications disable trigger user`);
    await client.query(
      `insert into dbos.notifications (message_uuid, destination_uuid, topic, message, consumed, created_at_epoch_ms)
      select 'c' || i, 'big', 'c', '1', i <= 100000, i from generate_series(1, 101000) i`,
    );
    await client.query(`alter table dbos.notifications enable trigger user`);
    const claims = [1, 3, 5].map((i) => ({
      ...claimOf(CALLS[2]!),
      functionId: ROWS + i,
      deadlineFunctionId: ROWS + i + 1,
      topic: 'c',
    }));
    const claim = (kind: 'custom' | 'generic') => explained((db) => claimMessages(db, claims), kind);

    await client.query(`vacuum analyze dbos.notifications`);
    const without = await claim('custom');
    await client.query(
      `create index dbosd_message_waiting on dbos.notifications (destination_uuid, topic, created_at_epoch_ms)
      where not consumed`,
    );
    const reads = [await claim('custom'), await claim('generic')];
    await client.query(`drop index dbos.dbosd_message_waiting`);
    await client.query(`delete from dbos.notifications where topic = 'c'`);

    expect(without.rows).to.be.at.least(100_000);
    for (const read of reads) {
      expect(read.scans).to.deep.equal([]);
      expect(read.indexes).to.include('dbosd_message_waiting');
      // Stamps that tie are sorted by id, some dozens at a time.
      expect(read.rows).to.be.at.most(100);
    }
  });

  it('that appends from a step counts the rows of a long stream once, where nothing is known of it', async () => {
    const read = await explained(
      (db) => appendStreams(db, [{ ...CALLS[2]!, ...APPEND, ordinal: 1 }]),
      'generic',
    );

    expect(read.scans).to.deep.equal([]);
    expect(read.rows).to.equal(ROWS + 2);
  });

  it('is seen for what it is when it reads a whole table', async () => {
    const read = await explained(
      (db) => db.query({ name: 'naive', text: () => `select from dbos.streams where value = 'x'` }, []),
      'custom',
    );

    expect(read.scans).to.deep.equal(['streams']);
    expect(read.rows).to.be.at.least(2 * ROWS);
  });
});

/** Small tables, like the queues, may be scanned. */
const SMALL = new Set(['queues']);

function readOf(plan: Plan): Read {
  const nodes = nodesOf(plan);
  const tables = nodes.filter((node) => node['Relation Name'] ?? node['Index Name']);
  const large = tables.filter(
    (node) => !SMALL.has(node['Relation Name'] ?? '') && node['Node Type'] !== 'ModifyTable',
  );
  return {
    scans: large
      .filter((node) => /^(Parallel )?Seq Scan$/.test(node['Node Type']))
      .map((n) => n['Relation Name']!),
    indexes: large.flatMap((node) => node['Index Name'] ?? []),
    rows: large
      .filter((node) => node['Node Type'] !== 'Bitmap Index Scan')
      .reduce((sum, node) => {
        const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
        return sum + (node['Actual Rows'] + removed) * node['Actual Loops'];
      }, 0),
  };
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** A parameter as SQL spells it. */
function literal(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) {
    const items = value.map((item) =>
      item === undefined || item === null
        ? 'null'
        : `"${textOf(item).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
    );
    return pg.escapeLiteral(`{${items.join(',')}}`);
  }
  return pg.escapeLiteral(textOf(value));
}

function textOf(value: unknown): string {
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : String(value);
}
