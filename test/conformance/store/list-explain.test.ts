import type { ListWorkflowsQuery, WorkflowFilter } from '@dbosd/daemon/internal/operations/operations.js';
import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import {
  makeOwnIndexes,
  NO_INDEXES,
  OWN_INDEXES,
  type IndexesAtHand,
} from '@dbosd/daemon/internal/store/indexes/index.js';
import { LIST_SETTINGS } from '@dbosd/daemon/internal/store/queries/list-page.js';
import { listWorkflows } from '@dbosd/daemon/internal/store/queries/workflows/list/list-workflows.js';
import { expect } from 'chai';
import { explained, openExplain, queryableOn, type Explain } from '../../support/explain.js';

const ROWS = 100_000;
const PAGE = 100;
/** What the contract allows for a page where the filter has an index in the order of the list. */
const MOST_ROWS = 10 * PAGE;
/** What it allows for any page: a look in vain, a walk to its end, and the rows of the page in three tables. */
const MOST_ROWS_AT_ALL = 10_001 * 2 + 10_000 + 4 * PAGE;

/**
 * One hundred thousand workflows, one a millisecond, most of them ended; what is enqueued, delayed and running is among
 * the last, as it is in life, where a walk in the order of time would meet it late. And what life has seldom: a parent
 * of 50,000, a queue of 90,000 that has worked off nearly all, a schedule of 20,000, attributes of 9,999, five thousand
 * workflows of one millisecond, and a status that this version does not know.
 */
const FILL = `
  alter table dbos.workflow_status set (autovacuum_enabled = off);
  insert into dbos.workflow_status
    (workflow_uuid, status, name, created_at, queue_name, priority, parent_workflow_id, forked_from, schedule_name,
     attributes, delay_until_epoch_ms)
  select 'w' || i,
    case
      when i > 99000 then 'PENDING'
      when i > 90000 then 'ENQUEUED'
      when i > 89000 then 'DELAYED'
      when i = 4711 then 'RETRIES_EXCEEDED'
      when i % 100 = 0 then 'ERROR'
      when i % 100 = 1 then 'CANCELLED'
      else 'SUCCESS'
    end,
    case when i % 30000 = 7 then 'rare' else 'n' end,
    case when i between 30000 and 34999 then 30000 else i end,
    case when i % 10 < 9 then 'busy' when i > 80000 then 'q' || i / 10 % 3 end,
    i % 7,
    case when i % 2 = 0 then 'crowd' when i % 1000 < 300 and i > 80000 then 'p' || i / 1000 end,
    case when i between 50000 and 50299 then 'w7' when i % 5 = 1 then 'w8' end,
    case when i % 5 = 0 then 'minutely' when i % 400 = 1 then 'nightly' end,
    case
      when i between 70000 and 70249 then '{"tenant": "rare", "env": "prod"}'::jsonb
      when i % 10 = 3 and i > 3 then '{"tenant": "tenth", "env": "prod"}'::jsonb
      else '{"env": "prod"}'::jsonb
    end,
    case when i between 89001 and 90000 then 99999999 end
  from generate_series(1, ${String(ROWS)}) i;
  insert into dbos.workflow_output (workflow_uuid, output) select 'w' || i, '1' from generate_series(1, ${String(ROWS)}) i;
  insert into dbos.workflow_input (workflow_uuid, inputs) select 'w' || i, '1' from generate_series(1, ${String(ROWS)}) i;`;

type Filters = Readonly<Record<string, Partial<WorkflowFilter>>>;

/** Those that an index of DBOS's answers as it stands. */
const WITHOUT_OURS: Filters = {
  'of all workflows': {},
  'of a span of time': { createdSinceMs: 40_000, createdBeforeMs: 90_000 },
  'of what runs': { statuses: ['PENDING'] },
  'of what failed': { statuses: ['ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'] },
  'of what waits on a queue': { statuses: ['ENQUEUED'], queueNames: ['q1'] },
  'of ids': { workflowIds: ['w5', 'w77777', 'nobody'] },
  'of rare attributes': { attributesJson: '{"tenant": "rare"}' },
};

/** Those that an index of ours answers. */
const WITH_OURS: Filters = {
  ...WITHOUT_OURS,
  'of many in one millisecond': { createdSinceMs: 30_000, createdBeforeMs: 30_001, statuses: ['SUCCESS'] },
  'of what has a result': { statuses: ['SUCCESS'] },
  'of what is enqueued': { statuses: ['ENQUEUED'] },
  'of what is delayed': { statuses: ['DELAYED'] },
  'of what has not ended': { statuses: ['ENQUEUED', 'DELAYED', 'PENDING'] },
  'of a queue': { queueNames: ['busy'] },
  'of what waits on a queue or runs': { queueNames: ['q1'], queuesOnly: true },
  'of what a queue runs': { queueNames: ['q1'], statuses: ['PENDING'] },
  'of what has ended on a queue': { queueNames: ['busy'], statuses: ['SUCCESS'] },
  'of many queues': { queueNames: ['busy', 'q0', 'q1', 'q2', 'q3', 'q4'] },
  'of the children of a workflow': { parentWorkflowIds: ['p85'] },
  'of fifty thousand children': { parentWorkflowIds: ['crowd'] },
  'of the children of ten workflows': {
    parentWorkflowIds: Array.from({ length: 10 }, (_none, i) => `p8${String(i)}`),
  },
  'of the forks of a workflow': { forkedFrom: ['w7'] },
  'of twenty thousand forks': { forkedFrom: ['w8'] },
  'of a schedule': { scheduleNames: ['nightly'] },
  'of a schedule that ran twenty thousand times': { scheduleNames: ['minutely'] },
};

/** Those that no index answers in the order of the list, and some that two would. */
const BOUNDED: Filters = {
  'of a rare name': { workflowNames: ['rare'] },
  'of a name that is not there': { workflowNames: ['none'] },
  'of a user': { authenticatedUsers: ['ann'] },
  'of a version': { applicationVersions: ['v'] },
  'of an executor': { executorIds: ['x'] },
  'of an application': { applicationNames: ['app'] },
  'of a prefix': { workflowIdPrefixes: ['w7000'] },
  'of a prefix that all have': { workflowIdPrefixes: ['w'] },
  'of what was forked from': { wasForkedFrom: true },
  'of forks': { isFork: true },
  'of children': { hasParent: true },
  'of a time of completion': { completedSinceMs: 1 },
  'of a time of dequeueing': { dequeuedSinceMs: 1 },
  'of attributes of ten thousand': { attributesJson: '{"tenant": "tenth"}' },
  'of attributes that all have': { attributesJson: '{"env": "prod"}' },
  'of attributes that nobody has': { attributesJson: '{"env": "none"}' },
  'of a few of fifty thousand children': { parentWorkflowIds: ['crowd'], statuses: ['PENDING'] },
  'of fifty thousand children with a rare name': { parentWorkflowIds: ['crowd'], workflowNames: ['rare'] },
  'of a queue with a rare name': { queueNames: ['busy'], workflowNames: ['rare'] },
  'of the children of one hundred workflows': {
    parentWorkflowIds: Array.from({ length: 100 }, (_none, i) => `p${String(i)}`),
  },
  'of one hundred queues': { queueNames: Array.from({ length: 100 }, (_none, i) => `q${String(i)}`) },
};

/** Without our indexes these are bounded too, for nothing else orders them. */
const BOUNDED_WITHOUT_OURS: Filters = {
  ...Object.fromEntries(Object.entries(BOUNDED).filter(([name]) => name !== 'of one hundred queues')),
  'of what has a result': { statuses: ['SUCCESS'] },
  'of what has ended on a queue': { queueNames: ['busy'], statuses: ['SUCCESS'] },
  'of the children of a workflow': { parentWorkflowIds: ['p85'] },
  'of fifty thousand children': { parentWorkflowIds: ['crowd'] },
  'of twenty thousand forks': { forkedFrom: ['w8'] },
  'of a schedule that ran twenty thousand times': { scheduleNames: ['minutely'] },
  'of what is delayed': { statuses: ['DELAYED'] },
};

const modes: readonly {
  readonly what: string;
  readonly ours: boolean;
  readonly analyzed: boolean;
  readonly tenfold: Filters;
  readonly bounded: Filters;
}[] = [
  { what: 'with our indexes', ours: true, analyzed: true, tenfold: WITH_OURS, bounded: BOUNDED },
  {
    what: 'with our indexes and without statistics',
    ours: true,
    analyzed: false,
    tenfold: WITH_OURS,
    bounded: {},
  },
  {
    what: "with DBOS's indexes alone",
    ours: false,
    analyzed: true,
    tenfold: WITHOUT_OURS,
    bounded: BOUNDED_WITHOUT_OURS,
  },
];

for (const { what, ours, analyzed, tenfold, bounded } of modes) {
  describe(`a page of workflows, of one hundred thousand, ${what}`, () => {
    let explain: Explain;
    let indexes: IndexesAtHand = NO_INDEXES;
    const list = (db: Queryable, query: ListWorkflowsQuery) => listWorkflows(db, query, indexes);

    before(async () => {
      explain = await openExplain(FILL, { analyzed });
      if (ours) {
        const { made } = await makeOwnIndexes({ url: explain.url, dbosSchema: 'dbos', waitMs: 0 });
        expect(made).to.have.length(OWN_INDEXES.length);
        indexes = { standing: new Set(made), keyFindsPrefixes: true };
        if (analyzed) await explain.client.query('vacuum analyze');
      }
      for (const [name, value] of Object.entries(LIST_SETTINGS)) {
        await explain.client.query('select set_config($1, $2, false)', [name, value]);
      }
    });

    after(() => explain.close());

    const eachWay = (filters: Filters, title: string, mostRows: number): void => {
      for (const [name, filter] of Object.entries(filters)) {
        for (const descending of [false, true]) {
          it(`${name}, ${descending ? 'newest' : 'oldest'} first, ${title}`, async () => {
            const first = pageOf(filter, descending);
            const last = await lastPage(explain, first);
            for (const [page, query] of Object.entries({ first, last })) {
              const reads = await explained(explain.client, (db) => list(db, query));
              expect(
                reads.flatMap(({ scans }) => scans),
                `scans of whole tables, ${page} page`,
              ).to.deep.equal([]);
              const rows = reads.reduce((sum, read) => sum + read.rows, 0);
              expect(rows, `rows read, ${page} page`).to.be.at.most(mostRows);
            }
          });
        }
      }
    };

    eachWay(tenfold, 'reads ten times its rows at most, the last one too', MOST_ROWS);
    eachWay(bounded, 'ends after ten thousand rows, full or not, the last one too', MOST_ROWS_AT_ALL);

    it('lists the same workflows in the same order as one statement over all of them', async () => {
      for (const [name, filter] of Object.entries({ ...tenfold, ...bounded })) {
        for (const query of [true, false].flatMap((descending) =>
          windowsOf(pageOf(filter, descending, 1000)),
        )) {
          const ids = await allPages(queryableOn(explain.client), query, list);
          const expected = await naive(explain, query);
          expect(ids, name).to.deep.equal(expected.map(({ id }) => id));
        }
      }
    });
  });
}

function pageOf(filter: Partial<WorkflowFilter>, descending: boolean, pageSize = PAGE): ListWorkflowsQuery {
  return {
    filter: { queuesOnly: false, ...filter },
    descending,
    withInput: true,
    withOutput: true,
    maxValueBytes: 1000,
    pageSize,
  };
}

/** Rare ones are looked for everywhere; of others, where the most of them meet. */
function windowsOf(query: ListWorkflowsQuery): readonly ListWorkflowsQuery[] {
  const { filter } = query;
  const isRare = filter.workflowNames !== undefined || filter.createdSinceMs !== undefined;
  if (isRare) return [query];
  return [
    [0, 100],
    [29_999, 30_001],
    [49_900, 50_400],
    [70_000, 70_300],
    [84_900, 86_100],
    [88_900, 90_100],
    [98_900, 100_001],
  ].map(([createdSinceMs, createdBeforeMs]) => ({
    ...query,
    filter: { ...filter, createdSinceMs: createdSinceMs!, createdBeforeMs: createdBeforeMs! },
  }));
}

type List = (db: Queryable, query: ListWorkflowsQuery) => ReturnType<typeof listWorkflows>;

/** The same query, with the token of a page that ends with the last of them. */
async function lastPage(explain: Explain, first: ListWorkflowsQuery): Promise<ListWorkflowsQuery> {
  const rows = await naive(explain, first);
  const before = rows.at(-PAGE / 2);
  return before === undefined
    ? first
    : { ...first, after: { createdAtMs: Number(before.created_at), workflowId: before.id } };
}

async function allPages(db: Queryable, first: ListWorkflowsQuery, list: List): Promise<string[]> {
  const ids: string[] = [];
  let query = { ...first, withInput: false, withOutput: false };
  for (;;) {
    const { items, next } = await list(db, query);
    ids.push(...items.map(({ workflowId }) => workflowId));
    if (next === undefined) return ids;
    query = { ...query, after: next };
  }
}

/** What the filter says, written once more and as plainly as can be. */
async function naive(
  explain: Explain,
  { filter, descending }: ListWorkflowsQuery,
): Promise<{ id: string; created_at: string }[]> {
  const direction = descending ? 'desc' : 'asc';
  const { rows } = await explain.client.query<{ id: string; created_at: string }>(
    `select workflow_uuid as id, created_at
    from dbos.workflow_status
    where ($1::text[] is null or workflow_uuid = any($1))
      and ($2::text[] is null or exists (select from unnest($2) p where starts_with(workflow_uuid, p)))
      and ($3::text[] is null or name = any($3))
      and ($4::text[] is null or status = any($4))
      and ($5::text[] is null or queue_name = any($5))
      and ($6::text[] is null or parent_workflow_id = any($6))
      and ($7::text[] is null or forked_from = any($7))
      and ($8::text[] is null or schedule_name = any($8))
      and ($9::jsonb is null or attributes @> $9)
      and ($10::bigint is null or created_at >= $10)
      and ($11::bigint is null or created_at < $11)
      and (not $12::boolean or queue_name is not null and status in ('ENQUEUED', 'DELAYED', 'PENDING'))
      and ($13::boolean is null or (forked_from is not null) = $13)
      and ($14::boolean is null or (parent_workflow_id is not null) = $14)
      and not $15::boolean
    order by created_at ${direction}, workflow_uuid ${direction}`,
    [
      filter.workflowIds,
      filter.workflowIdPrefixes,
      filter.workflowNames,
      filter.statuses,
      filter.queueNames,
      filter.parentWorkflowIds,
      filter.forkedFrom,
      filter.scheduleNames,
      filter.attributesJson,
      filter.createdSinceMs,
      filter.createdBeforeMs,
      filter.queuesOnly,
      filter.isFork,
      filter.hasParent,
      matchesNone(filter),
    ],
  );
  return rows;
}

// No workflow here has a user, a version, an executor or one of these times, and none was forked from; all are of no application.
function matchesNone(filter: Partial<WorkflowFilter>): boolean {
  const { authenticatedUsers, applicationVersions, executorIds, completedSinceMs, dequeuedSinceMs } = filter;
  return (
    [authenticatedUsers, applicationVersions, executorIds, completedSinceMs, dequeuedSinceMs].some(
      (given) => given !== undefined,
    ) || filter.wasForkedFrom === true
  );
}
