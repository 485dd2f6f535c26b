import type { ListMessagesQuery } from '@dbosd/daemon/internal/model/messages.js';
import { makeOwnIndexes, type IndexesAtHand } from '@dbosd/daemon/internal/store/indexes/index.js';
import { LIST_SETTINGS } from '@dbosd/daemon/internal/store/queries/list-page.js';
import { listMessages } from '@dbosd/daemon/internal/store/queries/messages/list-messages.js';
import { listSteps } from '@dbosd/daemon/internal/store/queries/workflows/list-steps.js';
import { expect } from 'chai';
import pg from 'pg';
import { explained, openExplain, queryableOn, type Explain } from '../../support/explain.js';

const ROWS = 100_000;
const PAGE = 100;

/** A mailbox of one hundred thousand messages, one a millisecond, of which fifty wait; and as many steps. */
const FILL = `
  insert into dbos.workflow_status (workflow_uuid, status, name) values ('box', 'PENDING', 'n');
  alter table dbos.notifications disable trigger user;
  insert into dbos.notifications (message_uuid, destination_uuid, topic, message, created_at_epoch_ms, consumed)
    select 'm' || i, 'box', 't' || i % 10, '1', i, i <= 99950 from generate_series(1, ${String(ROWS)}) i;
  alter table dbos.notifications enable trigger user;
  insert into dbos.operation_outputs (workflow_uuid, function_id, function_name, output)
    select 'box', i, 'f', '1' from generate_series(1, ${String(ROWS)}) i;`;

describe('a page of what one workflow has one hundred thousand of', () => {
  let explain: Explain;
  let indexes: IndexesAtHand;

  before(async () => {
    explain = await openExplain(FILL);
    const { made } = await makeOwnIndexes({ url: explain.url, dbosSchema: 'dbos', waitMs: 0 });
    indexes = { standing: new Set(made), keyFindsPrefixes: true };
    await explain.client.query('vacuum analyze');
    for (const [name, value] of Object.entries(LIST_SETTINGS)) {
      await explain.client.query('select set_config($1, $2, false)', [name, value]);
    }
  });

  after(() => explain.close());

  const cases: Readonly<
    Record<string, { query: Partial<ListMessagesQuery>; matches: number; mostRows: number }>
  > = {
    'all messages': { query: {}, matches: ROWS, mostRows: 10 * PAGE },
    'a span of time': { query: { sentSinceMs: 50_001 }, matches: 50_000, mostRows: 10 * PAGE },
    'what waits': { query: { consumed: false }, matches: 50, mostRows: 10 * PAGE },
    'what waits of a topic': { query: { consumed: false, topic: 't3' }, matches: 5, mostRows: 10 * PAGE },
    'what was consumed': { query: { consumed: true }, matches: 99_950, mostRows: 10 * PAGE },
    'a topic': { query: { topic: 't3' }, matches: 10_000, mostRows: 12 * PAGE },
    'a topic that is not there': { query: { topic: 'none' }, matches: 0, mostRows: 10_100 },
  };

  for (const [what, { query, matches, mostRows }] of Object.entries(cases)) {
    it(`of messages: ${what}, is bounded, the last one too, and none is left out`, async () => {
      const db = queryableOn(explain.client);
      const first = { workflowId: 'box', maxValueBytes: 1000, pageSize: PAGE, ...query };
      const seen = new Set<string>();
      let last: ListMessagesQuery = first;
      for (;;) {
        const { items, next } = await listMessages(db, { ...last, pageSize: 1000 }, indexes);
        for (const { messageId } of items) seen.add(messageId);
        if (next === undefined) break;
        last = { ...last, after: next };
      }
      expect(seen.size).to.equal(matches);

      for (const page of [first, last]) {
        const reads = await explained(explain.client, (to) => listMessages(to, page, indexes));
        expect(reads.flatMap(({ scans }) => scans)).to.deep.equal([]);
        expect(reads.reduce((sum, { rows }) => sum + rows, 0)).to.be.at.most(mostRows);
      }
    });
  }

  it('of steps reads its rows and no others, the last one too', async () => {
    for (const after of [0, 50_000, ROWS - PAGE]) {
      const query = { workflowId: 'box', withOutput: true, maxValueBytes: 1000, pageSize: PAGE, after };
      const [read] = await explained(explain.client, (db) => listSteps(db, query));
      expect(read).to.deep.include({ scans: [] });
      expect(read!.rows).to.be.at.most(PAGE + 1);
    }
  });

  it('is not read by the one that takes the next message of a mailbox', async () => {
    // A client of its own, for the worker's claims are planned with the server's settings.
    const client = new pg.Client({ connectionString: explain.url });
    await client.connect();
    const [read] = await explained(client, (db) =>
      db.query(
        {
          text: ({ dbos }) => `select message_uuid
            from ${dbos}.notifications
            where destination_uuid = $1 and topic = $2 and not consumed
            order by created_at_epoch_ms
            limit 1`,
        },
        ['box', 't3'],
      ),
    );
    await client.end();
    expect(read).to.deep.equal({ scans: [], rows: 1 });
  });
});
