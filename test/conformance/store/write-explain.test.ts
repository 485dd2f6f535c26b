import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import { insertMessages } from '@dbosd/daemon/internal/store/queries/messages/insert-messages.js';
import { sweepMailboxes } from '@dbosd/daemon/internal/store/queries/messages/mailboxes.js';
import {
  deleteQueue,
  insertQueue,
  updateQueue,
} from '@dbosd/daemon/internal/store/queries/queues/queue-rows.js';
import {
  answerRequest,
  findRequest,
  insertRequest,
  sweepRequests,
} from '@dbosd/daemon/internal/store/queries/requests.js';
import {
  cancelWorkflows,
  deleteWorkflows,
  resumeWorkflows,
  setAttributes,
  setDelay,
  setPriority,
} from '@dbosd/daemon/internal/store/queries/workflows/manage-workflows.js';
import { newStartOf } from '@dbosd/daemon/internal/operations/enqueue.js';
import { startFree } from '@dbosd/daemon/internal/store/queries/workflows/start-workflows.js';
import {
  copySteps,
  insertFork,
  lockToRewind,
  rewindLocked,
} from '@dbosd/daemon/internal/store/queries/workflows/rerun-workflows.js';
import { lockFamily } from '@dbosd/daemon/internal/store/queries/workflows/lock-family.js';
import { MAX_BATCH_WORKFLOWS } from '@dbosd/shared';
import { expect } from 'chai';
import { costOfWrite } from '../../support/explain-writes.js';
import { openExplain, type Explain } from '../../support/explain.js';

/** Of every table. */
const ROWS = 100_000;
/** Of what the long workflow has of each kind. */
const LONG = 20_000;
/** These are few, and read whole. */
const QUEUES = 50;
/** What the requests and the mailboxes have of rows to be swept. */
const OLD = 1500;

/**
 * `w1` and on: a workflow with one row in every table. `long` has many, `parent` fifty children with a child each.
 * Requests and mailboxes are mostly fresh, as in life.
 */
const FILL = `
  insert into dbos.workflow_status (workflow_uuid, status, name, queue_name, delay_until_epoch_ms)
    select 'w' || i, case i % 3 when 0 then 'PENDING' when 1 then 'DELAYED' else 'ERROR' end, 'n', 'q', i
    from generate_series(1, ${String(ROWS)}) i;
  insert into dbos.workflow_status (workflow_uuid, status, name) values ('long', 'PENDING', 'n'), ('parent', 'PENDING', 'n');
  insert into dbos.workflow_status (workflow_uuid, status, name, parent_workflow_id)
    select 'child' || i, 'PENDING', 'n', 'parent' from generate_series(1, 50) i;
  insert into dbos.workflow_status (workflow_uuid, status, name, parent_workflow_id)
    select 'grandchild' || i, 'PENDING', 'n', 'child' || i from generate_series(1, 50) i;
  insert into dbos.workflow_input (workflow_uuid, inputs) select workflow_uuid, '1' from dbos.workflow_status;
  insert into dbos.workflow_output (workflow_uuid, output) select 'w' || i, '1' from generate_series(1, ${String(ROWS)}) i;
  create temp table entries as
    select 'w' || i as id, 0 as at from generate_series(1, ${String(ROWS)}) i
    union all select 'long', i from generate_series(0, ${String(LONG - 1)}) i;
  insert into dbos.operation_outputs (workflow_uuid, function_id, function_name, output) select id, at, 'f', '1' from entries;
  insert into dbos.workflow_events (workflow_uuid, key, value) select id, 'k' || at, '1' from entries;
  insert into dbos.workflow_events_history (workflow_uuid, function_id, key, value) select id, at, 'k' || at, '1' from entries;
  insert into dbos.streams (workflow_uuid, key, value, "offset", function_id) select id, 's', '1', at, at from entries;
  alter table dbos.notifications disable trigger user;
  insert into dbos.notifications (message_uuid, destination_uuid, topic, message, consumed, consumed_by_function_id)
    select 'm' || id || at, id, 't', '1', true, at from entries;
  alter table dbos.notifications enable trigger user;
  insert into dbosd.mailbox (destination, topic, last_ms, reserved)
    select 'w' || i, 't', (extract(epoch from now()) * 1000)::bigint - case when i <= ${String(OLD)} then 7200000 else 0 end, 1
    from generate_series(1, ${String(ROWS)}) i;
  insert into dbosd.request (request_id, method, digest, created_at)
    select 'r' || i, 'm', '\\x00', now() - case when i <= ${String(OLD)} then interval '2 days' else interval '0' end
    from generate_series(1, ${String(ROWS)}) i;
  insert into dbos.queues (name, polling_interval_sec, partition_queue, priority_enabled)
    select 'q' || i, 1, false, true from generate_series(1, ${String(QUEUES)}) i;`;

/** As many as one request may name. */
const MANY = MAX_BATCH_WORKFLOWS;
const ids = Array.from({ length: MANY }, (_, i) => `w${String(i * 100 + 1)}`);
const enqueued = {
  workflowId: 'new',
  queueName: 'q7',
  workflowName: 'n',
  rejectIdInUse: false,
  input: { data: '{}', serialization: 'portable_json' },
  returnDeduplicated: false,
  priority: 0,
  delayMs: 0,
  authenticatedRoles: [],
};
const token = { creatorToken: 't', legacyInputs: false };
const fork = { workflowId: 'long', newWorkflowId: 'fork', replacementChildren: [] };
const kept = { requestId: 'new', method: 'm', digest: Buffer.alloc(1) };
const queue = { name: 'q7', pollingIntervalMs: 1000 };
const messages = Array.from({ length: MANY }, (_, i) => ({
  messageId: `new${String(i)}`,
  destinationId: ids[i]!,
  topic: 't',
  data: '1',
  serialization: 'portable_json',
  requireActive: false,
}));

interface Case {
  readonly what: string;
  readonly ask: (db: Queryable) => Promise<unknown>;
  /** With those that a foreign key is checked by. */
  readonly maxRows: number;
  /** Tables that its header says it scans. */
  readonly scans?: readonly string[];
}

const CASES: readonly Case[] = [
  { what: 'stores messages', ask: (db) => insertMessages(db, messages), maxRows: 5 * MANY },
  {
    what: 'enqueues a workflow',
    ask: (db) => startFree(db, [newStartOf(enqueued)], { legacyInputs: false }),
    maxRows: QUEUES + 5,
  },
  {
    what: 'locks workflows to change them',
    ask: (db) => lockFamily(db, ids, { withChildren: false, lock: 'change' }),
    maxRows: 3 * MANY,
  },
  {
    // Looked for twice: the second time there are no new ones.
    what: 'locks a family to change it',
    ask: (db) => lockFamily(db, ['parent'], { withChildren: true, lock: 'change' }),
    maxRows: 2 * 4 * 101,
  },
  {
    what: 'locks a family to delete it',
    ask: (db) => lockFamily(db, ['parent'], { withChildren: true, lock: 'delete' }),
    maxRows: 2 * 4 * 101,
  },
  { what: 'cancels workflows', ask: (db) => cancelWorkflows(db, ids), maxRows: 2 * MANY },
  { what: 'resumes workflows', ask: (db) => resumeWorkflows(db, ids), maxRows: 2 * MANY },
  {
    what: 'deletes workflows with all that they have',
    ask: (db) => deleteWorkflows(db, ids),
    maxRows: 12 * MANY,
  },
  { what: 'deletes a long workflow', ask: (db) => deleteWorkflows(db, ['long']), maxRows: 6 * LONG },
  { what: 'sets a delay', ask: (db) => setDelay(db, 'w1', { delayMs: 1 }), maxRows: 2 },
  { what: 'sets a priority', ask: (db) => setPriority(db, 'w1', 1), maxRows: 2 },
  { what: 'sets attributes', ask: (db) => setAttributes(db, 'w1', '{}'), maxRows: 2 },
  { what: 'makes a fork', ask: (db) => insertFork(db, { ...fork, startStep: 10 }, token), maxRows: 8 },
  {
    // What a stream holds is read whole: function ids have no index there.
    what: 'copies the first steps of a long workflow',
    ask: async (db) => {
      await insertFork(db, { ...fork, startStep: 10 }, token);
      await copySteps(db, { ...fork, startStep: 10 });
    },
    maxRows: LONG + 100,
  },
  {
    what: 'copies all steps of a long workflow',
    ask: async (db) => {
      await insertFork(db, { ...fork, startStep: LONG }, token);
      await copySteps(db, { ...fork, startStep: LONG });
    },
    maxRows: 10 * LONG,
  },
  { what: 'locks a workflow to rewind it', ask: (db) => lockToRewind(db, 'long'), maxRows: 2 },
  {
    // Events, messages and streams are read whole: no index has their function ids.
    what: 'rewinds a long workflow by its last steps',
    ask: (db) => rewindLocked(db, { workflowId: 'long', startStep: LONG - 10 }),
    maxRows: 3 * LONG + 200,
  },
  {
    what: 'rewinds a long workflow to its start',
    ask: (db) => rewindLocked(db, { workflowId: 'long', startStep: 0 }),
    maxRows: 12 * LONG,
  },
  { what: 'registers a queue', ask: (db) => insertQueue(db, { ...queue, name: 'new' }), maxRows: 1 },
  { what: 'overwrites a queue', ask: (db) => updateQueue(db, queue), maxRows: QUEUES + 1 },
  { what: 'deletes a queue', ask: (db) => deleteQueue(db, 'q7'), maxRows: QUEUES + 1 },
  {
    what: 'keeps a request and its answer',
    ask: async (db) => {
      await insertRequest(db, kept);
      await findRequest(db, kept);
      await answerRequest(db, kept.requestId, Buffer.alloc(1));
    },
    maxRows: 6,
  },
  { what: 'sweeps requests', ask: (db) => sweepRequests(db), maxRows: 3 * OLD },
  // Its header says why.
  { what: 'sweeps mailboxes', ask: (db) => sweepMailboxes(db), maxRows: ROWS + 2 * OLD, scans: ['mailbox'] },
];

describe('a statement that writes, in tables of one hundred thousand rows', () => {
  let explain: Explain;

  before(async () => {
    explain = await openExplain(FILL);
  });

  after(() => explain.close());

  for (const { what, ask, maxRows, scans = [] } of CASES) {
    it(`that ${what} reads as much as it writes, planned for its values or for any`, async () => {
      for (const kind of ['custom', 'generic'] as const) {
        const cost = await costOfWrite(explain.client, kind, ask);

        expect(cost.scans, `tables read whole, ${kind}`).to.deep.equal(scans);
        expect(cost.rows, `rows read, ${kind}`).to.be.at.most(maxRows);
      }
    });
  }

  it('is seen for what it is when it reads a whole table, itself or by a foreign key', async () => {
    const naive = await costOfWrite(explain.client, 'custom', (db) =>
      db.query({ text: () => `update dbos.streams set value = '' where value = 'nothing'` }, []),
    );
    await explain.client.query(`
      create table dbos.pins (workflow_uuid text references dbos.workflow_status on delete cascade);
      insert into dbos.pins select workflow_uuid from dbos.workflow_status`);
    const pinned = await costOfWrite(explain.client, 'custom', (db) => deleteWorkflows(db, ['w1']));

    expect([naive.scans, naive.rows >= ROWS]).to.deep.equal([['streams'], true]);
    expect(pinned.scans).to.deep.equal(['pins']);
  });
});
