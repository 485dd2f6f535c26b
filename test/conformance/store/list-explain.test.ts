import type { ListWorkflowsQuery, WorkflowFilter } from '@dbosd/daemon/internal/operations/operations.js';
import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import { listWorkflows } from '@dbosd/daemon/internal/store/queries/workflows/list-workflows.js';
import { expect } from 'chai';
import { explained, openExplain, type Explain } from '../../support/explain.js';

const ROWS = 100_000;
const PAGE = 100;
/** What the contract allows for a page. */
const MOST_ROWS = 10 * PAGE;

/**
 * One hundred thousand workflows, one a millisecond, most of them ended; what is enqueued, delayed and running is among
 * the last, as it is in life, where a walk in the order of time would meet it late.
 */
const FILL = `
  insert into dbos.workflow_status
    (workflow_uuid, status, name, created_at, queue_name, priority, parent_workflow_id, forked_from, schedule_name,
     attributes, delay_until_epoch_ms)
  select 'w' || i,
    case
      when i > 99000 then 'PENDING'
      when i > 90000 then 'ENQUEUED'
      when i > 89850 then 'DELAYED'
      when i % 100 = 0 then 'ERROR'
      when i % 100 = 1 then 'CANCELLED'
      else 'SUCCESS'
    end,
    'n', i,
    case when i > 89850 then 'q' || i % 3 end,
    i % 2,
    case when i % 1000 < 300 and i > 80000 then 'p' || i / 1000 end,
    case when i between 50000 and 50299 then 'w7' end,
    case when i % 400 = 0 then 'nightly' end,
    case when i between 70000 and 70249 then '{"tenant": "rare", "env": "prod"}'::jsonb else '{"env": "prod"}'::jsonb end,
    case when i between 89851 and 90000 then 99999999 end
  from generate_series(1, ${String(ROWS)}) i;
  insert into dbos.workflow_output (workflow_uuid, output) select 'w' || i, '1' from generate_series(1, ${String(ROWS)}) i;
  insert into dbos.workflow_input (workflow_uuid, inputs) select 'w' || i, '1' from generate_series(1, ${String(ROWS)}) i;`;

const FILTERS: Readonly<Record<string, WorkflowFilter>> = {
  'of all workflows': { queuesOnly: false },
  'of a span of time': { queuesOnly: false, createdSinceMs: 20_000, createdBeforeMs: 90_000 },
  'of what runs': { queuesOnly: false, statuses: ['PENDING'] },
  'of what failed': { queuesOnly: false, statuses: ['ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'] },
  'of what has a result': { queuesOnly: false, statuses: ['SUCCESS'], createdBeforeMs: 85_000 },
  'of what is enqueued': { queuesOnly: false, statuses: ['ENQUEUED'] },
  'of what is delayed': { queuesOnly: false, statuses: ['DELAYED'] },
  'of a queue': { queuesOnly: true, queueNames: ['q1'] },
  'of what a queue runs': { queuesOnly: false, queueNames: ['q1'], statuses: ['PENDING'] },
  'of the children of a workflow': { queuesOnly: false, parentWorkflowIds: ['p85'] },
  'of the forks of a workflow': { queuesOnly: false, forkedFrom: ['w7'] },
  'of a schedule': { queuesOnly: false, scheduleNames: ['nightly'] },
  'of rare attributes': { queuesOnly: false, attributesJson: '{"tenant": "rare"}' },
  'of ids': { queuesOnly: false, workflowIds: ['w5', 'w77777', 'nobody'] },
};

describe('a page of workflows, of one hundred thousand', () => {
  let explain: Explain;

  before(async () => {
    explain = await openExplain(FILL);
  });

  after(() => explain.close());

  for (const [what, filter] of Object.entries(FILTERS)) {
    for (const descending of [false, true]) {
      it(`${what}, ${descending ? 'newest' : 'oldest'} first, reads ten times its rows at most, the last one too`, async () => {
        const first: ListWorkflowsQuery = {
          filter,
          descending,
          withInput: true,
          withOutput: true,
          maxValueBytes: 1000,
          pageSize: PAGE,
        };
        const last = await lastPage(explain.db, first);
        for (const [page, query] of Object.entries({ first, last })) {
          const reads = await explained(explain.client, (db) => listWorkflows(db, query));
          expect(reads, 'statements').to.have.length(1);
          expect(reads[0]!.scans, `scans of whole tables, ${page} page`).to.deep.equal([]);
          expect(reads[0]!.rows, `rows read, ${page} page`).to.be.at.most(MOST_ROWS);
        }
      });
    }
  }

  it('of attributes that all have goes by time, after a look at ten thousand', async () => {
    const query: ListWorkflowsQuery = {
      filter: { queuesOnly: false, attributesJson: '{"env": "prod"}' },
      descending: true,
      withInput: false,
      withOutput: false,
      maxValueBytes: 1000,
      pageSize: PAGE,
    };
    expect((await listWorkflows(explain.db, query)).items.map(({ workflowId }) => workflowId)).to.include(
      'w100000',
    );
    const [look, page] = await explained(explain.client, (db) => listWorkflows(db, query));
    expect(look!.rows).to.be.at.most(2 * 10_001);
    expect(page!.rows).to.be.at.most(MOST_ROWS);
  });
});

/** The same query, with the token of the last page. */
async function lastPage(db: Queryable, first: ListWorkflowsQuery): Promise<ListWorkflowsQuery> {
  let query = first;
  for (;;) {
    const { next } = await listWorkflows(db, {
      ...query,
      withInput: false,
      withOutput: false,
      pageSize: 1000,
    });
    if (next === undefined) return query;
    query = { ...query, after: next };
  }
}
