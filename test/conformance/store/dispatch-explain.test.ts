import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import {
  claimWorkflows,
  type ClaimScope,
} from '@dbosd/daemon/internal/store/queries/queues/claim-workflows.js';
import { cancelOverdue, promoteDelayed } from '@dbosd/daemon/internal/store/queries/queues/due-workflows.js';
import {
  findWork,
  listPartitions,
  readUsage,
} from '@dbosd/daemon/internal/store/queries/queues/find-work.js';
import { readCheckpoints, readOwners } from '@dbosd/daemon/internal/store/queries/workers/read-runs.js';
import {
  findOrphans,
  findUnheld,
  releaseExecutor,
  releaseWorkflows,
} from '@dbosd/daemon/internal/store/queries/workers/release-workflows.js';
import { expect } from 'chai';
import { costOfWrite } from '../../support/explain-writes.js';
import { openExplain, type Explain } from '../../support/explain.js';

const ROWS = 100_000;
const RUNNING = 500;

/** What has ended, mostly; ten thousand wait on queues, in partitions too, and some hundreds run. */
const FILL = `
  insert into dbos.workflow_status
    (workflow_uuid, status, name, created_at, queue_name, priority, application_name, queue_partition_key, owner_xid,
     executor_id, started_at_epoch_ms, workflow_deadline_epoch_ms, delay_until_epoch_ms)
  select 'w' || i,
    case
      when i > ${String(ROWS - RUNNING)} then 'PENDING'
      when i > 89500 then 'ENQUEUED'
      when i > 89400 then 'DELAYED'
      else 'SUCCESS'
    end,
    'order', i,
    case when i > 89400 then case when i % 2 = 0 then 'plain' else 'parted' end end,
    i % 3,
    'app',
    case when i % 2 = 1 then 'p' || i % 7 end,
    case when i > ${String(ROWS - RUNNING)} then 't' || i end,
    case when i > ${String(ROWS - RUNNING)} then 'dbosd:e' || i % 10 end,
    case when i > ${String(ROWS - RUNNING)} then i end,
    case when i % 100 = 0 then case when i > 99000 then 1 else 99999999999999 end end,
    case when i between 89401 and 89410 then 1 when i between 89411 and 89500 then 99999999999999 end
  from generate_series(1, ${String(ROWS)}) i;
  insert into dbos.operation_outputs (workflow_uuid, function_id, function_name)
    select 'w' || i, f, 'step' from generate_series(1, ${String(ROWS)}, 10) i, generate_series(0, 9) f;
  insert into dbos.workflow_input (workflow_uuid, inputs)
    select 'w' || i, '{}' from generate_series(1, ${String(ROWS)}) i;
  insert into dbos.queues (name, application_name) values ('plain', 'app'), ('parted', 'app');
  insert into dbosd.executor (executor_id, instance, session, application_name, application_version, stream_number, state)
    select 'dbosd:e' || i, 'i', 's' || i, 'app', 'v', 1, 'connected' from generate_series(0, 8) i;`;

const CLAIMANT = {
  applicationName: 'app',
  applicationVersion: 'v',
  executorId: 'dbosd:e1',
  workflows: [{ workflowName: 'order', maxRecoveryAttempts: 100 }],
  claimUnclaimed: false,
};
const ASKING = { applicationName: 'app', claimUnclaimed: false };

/** Tables of a few rows, which are read whole. */
const SMALL = new Set(['executor', 'queues', 'application_versions']);

describe('dispatch, of one hundred thousand workflows', () => {
  let explain: Explain;

  before(async () => {
    explain = await openExplain(FILL);
  });

  after(() => explain.close());

  const claim =
    (scope: ClaimScope, nowait: boolean) =>
    (db: Queryable): Promise<unknown> =>
      claimWorkflows(db, CLAIMANT, scope, { most: 32, nowait });

  const cases: readonly {
    readonly what: string;
    readonly ask: (db: Queryable) => Promise<unknown>;
    readonly maxRows: number;
  }[] = [
    {
      what: 'claims from a queue',
      ask: claim({ queueName: 'plain', rateLimited: false }, false),
      maxRows: 32 * 8,
    },
    {
      what: 'claims from a queue whose limits are shared',
      ask: claim({ queueName: 'plain', rateLimited: true }, true),
      maxRows: 32 * 8,
    },
    {
      what: 'claims from a partition',
      ask: claim({ queueName: 'parted', partitionKey: 'p3', rateLimited: false }, true),
      maxRows: 32 * 8,
    },
    {
      what: 'lists the partitions of a queue',
      ask: (db) => listPartitions(db, { ...ASKING, queueName: 'parted' }),
      maxRows: 7 * 5,
    },
    {
      what: 'counts what uses up a limit',
      ask: (db) =>
        readUsage(db, {
          ...ASKING,
          queueName: 'parted',
          partitionKey: 'p3',
          periodMs: 1000,
          partitionPeriodMs: 1000,
        }),
      maxRows: 2 * RUNNING,
    },
    { what: 'finds where work waits', ask: (db) => findWork(db, [ASKING]), maxRows: 20 },
    {
      what: 'reads owners',
      ask: (db) => readOwners(db, [{ workflowId: 'w99999', ownerToken: 't99999' }]),
      maxRows: 2,
    },
    {
      what: 'reads checkpoints',
      ask: (db) => readCheckpoints(db, [{ workflowId: 'w91', ownerToken: 't', after: 4 }], 1000),
      maxRows: 20,
    },
    {
      what: 'releases what an executor ran, looking through what runs',
      ask: (db) => releaseExecutor(db, 'dbosd:e1', { except: ['t99501'], handOver: false }),
      maxRows: 4 * RUNNING,
    },
    {
      what: 'releases workflows by their tokens',
      ask: (db) => releaseWorkflows(db, [{ workflowId: 'w99992', ownerToken: 't99992' }], { handOver: true }),
      maxRows: 20,
    },
    {
      what: 'finds orphans, looking through what runs',
      ask: (db) => findOrphans(db),
      maxRows: 2 * RUNNING + 20,
    },
    {
      what: 'finds what a worker does not hold, looking through what runs',
      ask: (db) => findUnheld(db, ['dbosd:e1'], ['t99501']),
      maxRows: 2 * RUNNING + 20,
    },
    { what: 'promotes what was delayed', ask: (db) => promoteDelayed(db, [ASKING]), maxRows: 40 },
    { what: 'cancels what is overdue', ask: (db) => cancelOverdue(db, [ASKING]), maxRows: 40 },
  ];

  for (const { what, ask, maxRows } of cases) {
    it(`${what}, riding indexes, planned for its values or for any`, async () => {
      for (const kind of ['custom', 'generic'] as const) {
        const cost = await costOfWrite(explain.client, kind, ask);
        expect(
          cost.scans.filter((table) => !SMALL.has(table)),
          `tables read whole, ${kind}`,
        ).to.deep.equal([]);
        expect(cost.rows, `rows read, ${kind}`).to.be.at.most(maxRows);
      }
    });
  }
});
