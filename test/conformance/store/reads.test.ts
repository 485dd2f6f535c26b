import { systemClock } from '@dbosd/shared';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { LiveStreams } from '@dbosd/daemon/internal/hub/live-streams.js';
import { BatchedReads } from '@dbosd/daemon/internal/store/batched-reads.js';
import { StreamReader } from '@dbosd/daemon/internal/hub/stream-reader.js';
import { committedEvent } from '@dbosd/daemon/internal/model/committed.js';
import { eachRow } from '@dbosd/daemon/internal/model/streams.js';
import { eachOf } from '@dbosd/daemon/internal/model/values.js';
import type { StreamBatch } from '@dbosd/daemon/internal/operations/operations.js';
import { NO_INDEXES } from '@dbosd/daemon/internal/store/indexes/index.js';
import { readEvents } from '@dbosd/daemon/internal/store/queries/events/read-events.js';
import { sweep, type SweepQuestion } from '@dbosd/daemon/internal/store/queries/hints.js';
import { listMessages } from '@dbosd/daemon/internal/store/queries/messages/list-messages.js';
import { readStreamPages } from '@dbosd/daemon/internal/store/queries/streams/read-stream-pages.js';
import { failureOf } from '../../support/failure-of.js';
import { PausePoints, running } from '../../support/pause-points.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

const LARGE = 1_000_000;
/** How DBOS's SDKs append. */
const APPEND = `insert into dbos.streams (workflow_uuid, key, value, "offset")
  select $1, 's', $2, coalesce(max("offset"), -1) + 1 from dbos.streams where workflow_uuid = $1 and key = 's'`;

describe('reads, against writers that are at work', () => {
  let test: TestStore;
  let pauses: PausePoints;

  before(async () => {
    test = await openTestStore();
    pauses = await PausePoints.install(test.url, [
      { name: 'append', table: 'dbos.streams', when: 'after' },
      { name: 'event', table: 'dbos.workflow_events', when: 'after' },
    ]);
  });

  after(async () => {
    await pauses.close();
    await test.close();
  });

  const offsets = async (id: string, from: number): Promise<number[]> => {
    const [page] = await readStreamPages(test.store.read, [
      { workflowId: id, key: 's', from, limit: 100, maxValueBytes: LARGE },
    ]);
    return eachRow(page!.rows).map(({ offset }) => offset);
  };

  it('of a stream go on after the gap of a fork, and say it, where a reader that asks for the next offset stops', async () => {
    await test.workflow('forked');
    await test.query(
      `insert into dbos.streams (workflow_uuid, key, value, "offset")
      values ('forked', 's', '"0"', 0), ('forked', 's', '"2"', 2)`,
    );
    const naive = await test.query(
      `select value from dbos.streams where workflow_uuid = 'forked' and key = 's' and "offset" = 1`,
    );
    const hub = new Hub();
    const reads = new BatchedReads(test.store.read);
    const batches: StreamBatch[] = [];
    const caller = new AbortController();
    const reader = new StreamReader({
      hub,
      reads,
      live: new LiveStreams({ hub, reads, clock: systemClock, retry: () => undefined }),
      workflowId: 'forked',
      key: 's',
      from: 0,
      maxValueBytes: LARGE,
      sink: {
        offer: (batch) => {
          batches.push(batch);
          return true;
        },
        ready: () => Promise.resolve(),
      },
      signal: caller.signal,
      slowReaderMs: 600_000,
    });
    const reading = running('reader', reader.run());
    await test.query(APPEND, ['forked', '"3"']);
    await test.query(`update dbos.workflow_status set status = 'SUCCESS' where workflow_uuid = 'forked'`);
    // A hint may come before the reader listens; the sweep's comes again.
    while (!reading.done()) {
      hub.wakeAll();
      await turn();
    }
    expect(await reading.outcome).to.include({ status: 'fulfilled' });

    expect(naive, 'the value that the official reader waits for').to.deep.equal([]);
    expect(
      batches.flatMap(({ values }) => eachOf(values).map((v) => v.kind === 'payload' && v.data)),
    ).to.deep.equal(['"0"', '"2"', '"3"']);
    expect(batches.flatMap(({ gap }) => gap ?? [])).to.deep.equal([{ from: 1, to: 2 }]);
    expect(batches.at(-1)!.end).to.deep.equal({ kind: 'workflowEnded', status: 'SUCCESS' });
  });

  it('of an event give it the revision that it has where it is handed over without a read', async () => {
    await test.workflow('revised');
    const values = [
      { data: '"plain"', serialization: 'portable_json' },
      { data: '"ümlaut, 漢字, 😀"', serialization: 'js_superjson' },
      { data: 'custom', serialization: 'own ü😀' },
    ];
    for (const [n, value] of values.entries()) {
      await test.query(
        `insert into dbos.workflow_events (workflow_uuid, key, value, serialization) values ('revised', $1, $2, $3)`,
        [`k${String(n)}`, value.data, value.serialization],
      );
    }
    const queries = values.map((_value, n) => ({
      workflowId: 'revised',
      key: `k${String(n)}`,
      maxValueBytes: LARGE,
    }));

    const stored = await readEvents(test.store.read, queries);
    const handedOver = queries.map((query, n) =>
      committedEvent({ kind: 'event', ...query, value: values[n]!, begunAtMs: 0 }, query),
    );

    expect(handedOver).to.deep.equal(stored.map(({ event }) => event));
  });

  it('of a stream never see a gap that fills later, for writers of the highest offset + 1 collide', async () => {
    await test.workflow('appended');
    await pauses.hold('first', 'append');
    const first = running('first', test.session('first').plain.query(APPEND, ['appended', '"a"']));
    await pauses.settled([first]);
    const second = running('second', test.session('second').plain.query(APPEND, ['appended', '"b"']));
    await pauses.settled([first, second]);
    expect(second.done(), 'the second waits for the first').to.equal(false);
    expect(await offsets('appended', 0)).to.deep.equal([]);
    await pauses.release('first', 'append');
    await first.outcome;
    const collided = await second.outcome;

    expect(collided).to.have.nested.property('reason.cause.code', '23505');
    expect(await offsets('appended', 0)).to.deep.equal([0]);

    // Offsets handed out ahead of the commit, as by a sequence, would be seen out of order.
    await test.workflow('sequence');
    const insert = (offset: number) =>
      `insert into dbos.streams (workflow_uuid, key, value, "offset") values ('sequence', 's', '1', ${String(offset)})`;
    await pauses.hold('naive', 'append');
    const slow = running('naive', test.session('naive').plain.query(insert(0)));
    await pauses.settled([slow]);
    await test.query(insert(1));
    expect(await offsets('sequence', 0)).to.deep.equal([1]);
    await pauses.release('naive', 'append');
    await slow.outcome;
    expect(await offsets('sequence', 0), 'the gap has filled').to.deep.equal([0, 1]);
  });

  it('of a stream come together where they are alike, and one by one where they are not', async () => {
    const stored = {
      alike: [
        [4, 'p', '"ü"'],
        [5, 'p', ''],
        [6, 'p', 'x'.repeat(300)],
      ],
      nameless: [[0, null, '1']],
      mixed: [
        [0, 'p', '1'],
        [1, null, '2'],
        [2, 'q', '3'],
      ],
      half: [
        [0, 'p', '1'],
        [1, null, '2'],
      ],
      gap: [
        [0, 'p', '1'],
        [2, 'p', '2'],
      ],
      oversized: [
        [0, 'p', '1'],
        [1, 'p', 'x'.repeat(301)],
        [2, 'p', '2'],
      ],
      closed: [
        [0, 'p', '1'],
        [1, 'p', '"__DBOS_STREAM_CLOSED__"'],
      ],
      empty: [],
    } satisfies Record<string, [number, string | null, string][]>;
    const keys = Object.keys(stored) as (keyof typeof stored)[];
    await test.workflow('alike');
    for (const key of keys) {
      for (const [offset, serialization, value] of stored[key]) {
        await test.query(
          `insert into dbos.streams (workflow_uuid, key, value, "offset", serialization)
          values ('alike', $1, $2, $3, $4)`,
          [key, value, offset, serialization],
        );
      }
    }

    const pages = await readStreamPages(
      test.store.read,
      keys.map((key) => ({ workflowId: 'alike', key, from: 0, limit: 10, maxValueBytes: 300 })),
    );

    const together = keys.filter((_key, at) => 'from' in pages[at]!.rows);
    expect(together).to.deep.equal(['alike', 'nameless']);
    expect(pages.map((page) => eachRow(page!.rows))).to.deep.equal(
      keys.map((key) =>
        stored[key].map(([offset, format, data]) => {
          const serialization = format === null ? {} : { serialization: format };
          return data.length > 300
            ? { offset, value: { kind: 'oversized', size: data.length, ...serialization } }
            : { offset, value: { kind: 'payload', data, ...serialization } };
        }),
      ),
    );
    expect(pages.map((page) => page!.more)).to.deep.equal(keys.map(() => false));
  });

  it('of a stream end at their limit or at 256 KiB, and say that more follows', async () => {
    await test.workflow('long');
    await test.query(
      `insert into dbos.streams (workflow_uuid, key, value, "offset")
      select 'long', 's', repeat('x', case when n < 3 then 100000 when n = 3 then 300000 else 1 end), n
      from generate_series(0, 9) n`,
    );
    const read = async (from: number, limit: number) => {
      const queries = [{ workflowId: 'long', key: 's', from, limit, maxValueBytes: LARGE }];
      const [page] = await readStreamPages(test.store.read, queries);
      return [eachRow(page!.rows).map(({ offset }) => offset), page!.more];
    };

    expect(await read(0, 10), 'two fit').to.deep.equal([[0, 1], true]);
    expect(await read(2, 10)).to.deep.equal([[2], true]);
    expect(await read(3, 10), 'a larger one travels alone').to.deep.equal([[3], true]);
    expect(await read(4, 3)).to.deep.equal([[4, 5, 6], true]);
    expect(await read(7, 3)).to.deep.equal([[7, 8, 9], false]);
    expect(await read(10, 3)).to.deep.equal([[], false]);
  });

  it('of many large values together leave some for another statement, and all are answered', async () => {
    const ids = ['large1', 'large2', 'large3', 'large4'];
    for (const id of ids) await test.workflow(id);
    await test.query(
      `insert into dbos.streams (workflow_uuid, key, value, "offset", function_id)
      select id, 's', case when id <> 'large4' then repeat('x', 9 * 1024 * 1024) else 'y' end, 0, 0
      from unnest($1::text[]) as id`,
      [ids],
    );
    const queries = ids.map((workflowId) => ({
      workflowId,
      key: 's',
      from: 0,
      limit: 10,
      maxValueBytes: 60 * 1024 * 1024,
    }));

    const once = await readStreamPages(test.store.read, queries);
    const reads = new BatchedReads(test.store.read);
    const all = await Promise.all(queries.map((query) => reads.streamPage(query)));

    expect(once.map((page) => page && eachRow(page.rows).length)).to.deep.equal([1, 1, undefined, undefined]);
    expect(
      all.map(({ rows }) => {
        const [row] = eachRow(rows);
        return row?.value.kind === 'payload' && row.value.data.length;
      }),
    ).to.deep.equal([9 * 1024 * 1024, 9 * 1024 * 1024, 9 * 1024 * 1024, 1]);
  });

  it('of messages show one whose topic is NULL, which DBOS never writes, as one without a topic', async () => {
    await test.workflow('topicless');
    await test.query(
      `insert into dbos.notifications (message_uuid, destination_uuid, topic, message, created_at_epoch_ms)
      values ('m', 'topicless', null, '1', 1)`,
    );

    const { items } = await listMessages(
      test.store.read,
      { workflowId: 'topicless', maxValueBytes: LARGE, pageSize: 10 },
      NO_INDEXES,
    );

    expect(items).to.have.length(1);
    expect(items[0]).not.to.have.property('topic');
  });

  it('of an event serve its current value, and not that of the highest function id', async () => {
    await test.workflow('events');
    const set = (functionId: number, value: string): string =>
      `with history as (
        insert into dbos.workflow_events_history (workflow_uuid, function_id, key, value)
        values ('events', ${String(functionId)}, 'k', '${value}')
      )
      insert into dbos.workflow_events (workflow_uuid, key, value) values ('events', 'k', '${value}')
      on conflict (workflow_uuid, key) do update set value = excluded.value`;
    // Two setEvents at once: the call with the higher id commits first.
    await test.query(set(2, '"second call"'));
    await test.query(set(1, '"first call"'));

    const [state] = await readEvents(test.store.read, [
      { workflowId: 'events', key: 'k', maxValueBytes: LARGE },
    ]);
    const naive = await test.query(
      `select value from dbos.workflow_events_history
      where workflow_uuid = 'events' and key = 'k' order by function_id desc limit 1`,
    );

    expect(state!.event!.value).to.include({ data: '"first call"' });
    expect(naive).to.deep.equal([{ value: '"second call"' }]);
  });

  it('of the sweep find workflows that were deleted, and that were made, where it is known how they stood', async () => {
    await test.workflow('there');
    const question = (...workflows: [string, boolean | undefined][]): SweepQuestion => ({
      workflows: workflows.map(([workflowId, existed]) => ({ workflowId, existed })),
      runs: [],
      events: [],
      streams: [],
      watches: [],
      messages: [],
    });

    const { workflows: changed } = await sweep(
      test.store.read,
      question(['gone', true], ['gone', false], ['gone', undefined], ['there', true], ['there', false]),
    );

    expect(changed).to.have.members([0, 4]);
  });

  it('of the sweep find what has committed, and not what is about to', async () => {
    await test.workflow('swept');
    await test.workflow('over', 'CANCELLED');
    const question: SweepQuestion = {
      workflows: ['over', 'swept', 'nobody'].map((workflowId) => ({ workflowId, existed: undefined })),
      runs: [],
      events: [{ workflowId: 'swept', key: 'k' }],
      streams: [
        { workflowId: 'swept', key: 's', nextOffset: 0 },
        { workflowId: 'deleted', key: 's', nextOffset: 0 },
      ],
      watches: [{ workflowId: 'swept', digest: await digestOf('swept') }],
      messages: [
        { workflowId: 'swept', topic: 't' },
        { workflowId: 'swept', topic: 'read' },
        { workflowId: 'over', topic: 't' },
      ],
    };
    await test.query(
      `insert into dbos.notifications (destination_uuid, topic, message, consumed)
      values ('swept', 'read', '1', true)`,
    );
    await pauses.hold('writer', 'append');
    const writer = test.session('writer');
    await writer.plain.query('begin');
    await writer.plain.query(
      `insert into dbos.workflow_events (workflow_uuid, key, value) values ('swept', 'k', '1')`,
    );
    await writer.plain.query(
      `insert into dbos.notifications (destination_uuid, topic, message) values ('swept', 't', '1')`,
    );
    const append = running('writer', writer.plain.query(APPEND, ['swept', '1']));
    await pauses.settled([append]);

    const before = await sweep(test.store.read, question);
    await pauses.release('writer', 'append');
    await append.outcome;
    await writer.plain.query('commit');
    const after = await sweep(test.store.read, question);
    const again = await sweep(test.store.read, {
      ...question,
      streams: [{ workflowId: 'swept', key: 's', nextOffset: 1 }],
      watches: [{ workflowId: 'swept', digest: await digestOf('swept') }],
    });

    expect(before).to.deep.equal({
      workflows: [0],
      runs: [],
      events: [],
      streams: [1],
      watches: [],
      messages: [],
    });
    expect({ ...after, streams: after.streams.toSorted() }).to.deep.equal({
      workflows: [0],
      runs: [],
      events: [0],
      streams: [0, 1],
      watches: [0],
      messages: [0],
    });
    expect(again).to.deep.equal({
      workflows: [0],
      runs: [],
      events: [0],
      streams: [],
      watches: [],
      messages: [0],
    });
  });

  const digestOf = async (workflowId: string): Promise<Buffer> => {
    const state = { workflowId, keys: [], known: new Map<string, Buffer>(), maxValueBytes: LARGE };
    return (await new BatchedReads(test.store.read).eventChanges(state)).digest;
  };

  it('that lose their connection say that nothing was applied, for they apply nothing', async () => {
    const waiting = failureOf(test.store.read.plain.query(`select pg_sleep(60)`));
    let ended = 0;
    while (ended === 0) {
      const rows = await test.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'dbosd read' and datname = current_database() and query like '%pg_sleep(60)%'
          and state = 'active'`,
      );
      ended = rows.length;
    }

    expect(await waiting).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
  });
});
