import { expect } from 'chai';
import { decodeSuperjson, encodeSuperjson } from '@dbosd/shared';
import type { DurableOperations } from '@dbosd/daemon/internal/model/durable.js';
import { call, durableVerbs, ownedWorkflow, TOKEN } from '../../support/durable.js';
import { failureOf } from '../../support/failure-of.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

const MARK = '__DBOS_STREAM_CLOSED__';

function json(value: unknown): { data: string; serialization: string } {
  return { data: JSON.stringify(value), serialization: 'portable_json' };
}

describe('the durable verbs', () => {
  let test: TestStore;
  let verbs: DurableOperations;
  let heard: unknown[];

  before(async () => {
    test = await openTestStore();
    ({ verbs, heard } = durableVerbs(test.store.write));
  });

  after(() => test.close());

  const values = async (id: string, key: string): Promise<string[]> =>
    (
      await test.query<{ row: string }>(
        `select "offset" || ':' || function_id || ':' || value as row
        from dbos.streams where workflow_uuid = $1 and key = $2 order by "offset"`,
        [id, key],
      )
    ).map(({ row }) => row);
  const functions = async (id: string): Promise<string[]> =>
    (
      await test.query<{ row: string }>(
        `select function_id || ' ' || function_name as row from dbos.operation_outputs where workflow_uuid = $1
        order by function_id`,
        [id],
      )
    ).map(({ row }) => row);

  describe('recordDeadline', () => {
    it('records the end of a sleep by the database’s clock, and a repeat answers what is left', async () => {
      await ownedWorkflow(test, 'sleeps');
      const sleep = { ...call('sleeps', 0), durationMs: 60_000.4, isTimeout: false };

      const first = await verbs.recordDeadline(sleep);
      await test.query(
        `update dbos.operation_outputs set output = (output::bigint - 40000)::text where workflow_uuid = 'sleeps'`,
      );
      const again = await verbs.recordDeadline(sleep);

      expect(first).to.be.within(59_000, 60_001);
      expect(again).to.be.within(19_000, 20_001);
      const rows = await test.query(
        `select function_name, serialization, application_name, started_at_epoch_ms,
          (completed_at_epoch_ms - started_at_epoch_ms)::int as lasts,
          abs(output::bigint + 40000 - 60001 - extract(epoch from now()) * 1000) < 60000 as by_the_clock
        from dbos.operation_outputs where workflow_uuid = 'sleeps'`,
      );
      expect(rows).to.deep.equal([
        {
          function_name: 'DBOS.sleep',
          serialization: 'portable_json',
          application_name: 'app',
          started_at_epoch_ms: String(sleep.startedAtMs),
          lasts: 60_001,
          by_the_clock: true,
        },
      ]);
    });

    it('records a sleep as long as it is, whatever the worker’s clock says', async () => {
      await ownedWorkflow(test, 'short');
      const nowMs = Date.now();
      for (const [functionId, offMs] of [0, -3_600_000, 3_600_000].entries()) {
        const begun = { ...call('short', functionId), startedAtMs: nowMs + offMs };
        await verbs.recordDeadline({ ...begun, durationMs: 2, isTimeout: false });
      }
      const ahead = { ...call('short', 9), startedAtMs: nowMs + 3_600_000 };
      await verbs.setEvent({ ...ahead, key: 'k', value: json(1) });
      const rows = await test.query(
        `select (completed_at_epoch_ms - started_at_epoch_ms)::int as lasts from dbos.operation_outputs
        where workflow_uuid = 'short' order by function_id`,
      );
      expect(rows).to.deep.equal([{ lasts: 2 }, { lasts: 2 }, { lasts: 2 }, { lasts: 0 }]);
    });

    it('leaves no more than was asked for when the clock has stepped back since', async () => {
      await ownedWorkflow(test, 'stepped');
      const sleep = { ...call('stepped', 0), durationMs: 1000, isTimeout: false };
      await verbs.recordDeadline(sleep);
      await test.query(
        `update dbos.operation_outputs set output = (output::bigint + 3600000)::text where workflow_uuid = 'stepped'`,
      );

      expect(await verbs.recordDeadline(sleep)).to.equal(1000);
    });

    it('records the limit of a wait as completed when it began, and one that is over as nothing left', async () => {
      await ownedWorkflow(test, 'waits');

      const left = await verbs.recordDeadline({ ...call('waits', 0), durationMs: 1000, isTimeout: true });
      const over = await verbs.recordDeadline({ ...call('waits', 1), durationMs: -1000, isTimeout: true });

      expect(left).to.be.within(1, 1000);
      expect(over).to.equal(0);
      expect(
        await test.query(
          `select completed_at_epoch_ms = started_at_epoch_ms as same from dbos.operation_outputs
          where workflow_uuid = 'waits'`,
        ),
      ).to.deep.equal([{ same: true }, { same: true }]);
    });
  });

  describe('setEvent', () => {
    it('sets the value, keeps the history and records the call', async () => {
      await ownedWorkflow(test, 'sets');
      heard.length = 0;

      await Promise.all([
        verbs.setEvent({ ...call('sets', 0), key: 'k', value: json(1) }),
        verbs.setEvent({ ...call('sets', 1), key: 'other', value: json(2) }),
        verbs.setEvent({ ...call('sets', 2), key: 'k', value: json(3) }),
      ]);

      expect(
        await test.query(
          `select key, value from dbos.workflow_events where workflow_uuid = 'sets' order by key`,
        ),
      ).to.deep.equal([
        { key: 'k', value: '3' },
        { key: 'other', value: '2' },
      ]);
      expect(
        await test.query(
          `select function_id, key, value from dbos.workflow_events_history where workflow_uuid = 'sets'
          order by function_id`,
        ),
      ).to.deep.equal([
        { function_id: 0, key: 'k', value: '1' },
        { function_id: 1, key: 'other', value: '2' },
        { function_id: 2, key: 'k', value: '3' },
      ]);
      expect(await functions('sets')).to.deep.equal([
        '0 DBOS.setEvent',
        '1 DBOS.setEvent',
        '2 DBOS.setEvent',
      ]);
      expect(heard).to.deep.include({ kind: 'event', payload: 'sets::k' });
    });

    it('of an earlier call goes into the history only, once a later one has been there', async () => {
      await ownedWorkflow(test, 'late');
      await verbs.setEvent({ ...call('late', 5), key: 'k', value: json('later') });

      await verbs.setEvent({ ...call('late', 4), key: 'k', value: json('earlier') });

      expect(
        await test.query(`select value from dbos.workflow_events where workflow_uuid = 'late'`),
      ).to.deep.equal([{ value: '"later"' }]);
      expect(
        await test.query(
          `select value from dbos.workflow_events_history where workflow_uuid = 'late' order by function_id`,
        ),
      ).to.deep.equal([{ value: '"earlier"' }, { value: '"later"' }]);
    });
  });

  describe('writeStream', () => {
    it('stores each value of the workflow once, in the order of the calls, and answers where', async () => {
      await ownedWorkflow(test, 'writes');
      heard.length = 0;
      const writes = Array.from({ length: 20 }, (_, i) => ({
        ...call('writes', i),
        key: i % 2 === 0 ? 'even' : 'odd',
        value: json(i),
      }));

      const first = await Promise.all(writes.map((write) => verbs.writeStream(write)));
      const again = await Promise.all(writes.map((write) => verbs.writeStream(write)));

      expect(first).to.deep.equal(writes.map((_write, i) => ({ offset: Math.floor(i / 2) })));
      expect(again).to.deep.equal(writes.map(() => ({})));
      expect(await values('writes', 'even')).to.deep.equal(
        Array.from({ length: 10 }, (_, i) => `${i}:${2 * i}:${2 * i}`),
      );
      expect(await functions('writes')).to.deep.equal(writes.map((_write, i) => `${i} DBOS.writeStream`));
      expect(heard).to.deep.include({ kind: 'stream', payload: 'writes::odd' });
    });

    it('is refused after a close marker of any form, but for a repeat of what came before it', async () => {
      const forms = [
        { data: JSON.stringify(MARK), serialization: 'portable_json' },
        { data: MARK, serialization: null },
        { data: MARK, serialization: 'DBOS_JSON' },
        { data: encodeSuperjson(MARK), serialization: 'js_superjson' },
        { data: ` {"__dbos_serializer": "superjson",\n "json":"${MARK}"}`, serialization: 'js_superjson' },
      ];
      for (const [index, { data, serialization }] of forms.entries()) {
        const id = `closed ${index}`;
        await ownedWorkflow(test, id);
        const write = { ...call(id, 0), key: 's', value: json(1) };
        await verbs.writeStream(write);
        await test.query(
          `insert into dbos.streams (workflow_uuid, key, value, "offset", serialization) values ($1, 's', $2, 1, $3)`,
          [id, data, serialization],
        );

        const refused = await failureOf(verbs.writeStream({ ...call(id, 1), key: 's', value: json(2) }));

        expect(refused.reason, data).to.equal('STREAM_CLOSED');
        expect(await verbs.writeStream(write)).to.deep.equal({});
        expect(await functions(id)).to.deep.equal(['0 DBOS.writeStream']);
        expect(await values(id, 's')).to.have.length(2);
      }
    });

    it('goes on after values that only look like a close marker', async () => {
      const looks = [
        { data: encodeSuperjson({ json: MARK }), serialization: 'js_superjson' },
        { data: encodeSuperjson([MARK]), serialization: 'js_superjson' },
        { data: encodeSuperjson(MARK), serialization: 'portable_json' },
        { data: `{"json":"${MARK}","meta":{}}`, serialization: 'js_superjson' },
        { data: `{"meta":{},"__dbos_serializer":"superjson"}`, serialization: 'js_superjson' },
        { data: JSON.stringify(`${MARK} `), serialization: 'portable_json' },
      ];
      expect(decodeSuperjson(encodeSuperjson(MARK))).to.equal(MARK);
      for (const [index, { data, serialization }] of looks.entries()) {
        const id = `open ${index}`;
        await ownedWorkflow(test, id);
        await test.query(
          `insert into dbos.streams (workflow_uuid, key, value, "offset", serialization) values ($1, 's', $2, 0, $3)`,
          [id, data, serialization],
        );

        expect(await verbs.writeStream({ ...call(id, 1), key: 's', value: json(2) }), data).to.deep.equal({
          offset: 1,
        });
      }
    });

    it('and closeStream keep their order, and a second close writes nothing into the stream', async () => {
      await ownedWorkflow(test, 'closes');
      const outcomes = await Promise.allSettled([
        verbs.writeStream({ ...call('closes', 0), key: 's', value: json(0) }),
        verbs.closeStream({ ...call('closes', 1), key: 's' }),
        verbs.closeStream({ ...call('closes', 2), key: 's' }),
        verbs.writeStream({ ...call('closes', 3), key: 's', value: json(3) }),
        verbs.writeStream({ ...call('closes', 4), key: 'other', value: json(4) }),
      ]);

      expect(outcomes.map(({ status }) => status)).to.deep.equal([
        'fulfilled',
        'fulfilled',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      expect(await values('closes', 's')).to.deep.equal(['0:0:0', `1:1:"${MARK}"`]);
      expect(await functions('closes')).to.deep.equal([
        '0 DBOS.writeStream',
        '1 DBOS.closeStream',
        '2 DBOS.closeStream',
        '4 DBOS.writeStream',
      ]);
    });
  });

  describe('writeStream from a step', () => {
    it('stores the values of every try under the step’s id, and no checkpoint', async () => {
      await ownedWorkflow(test, 'tries');
      const write = (stepAttempt: number, value: number) =>
        verbs.writeStream({ ...call('tries', 3, { stepAttempt }), key: 's', value: json(value) });

      await write(1, 1);
      await write(1, 1);
      await write(2, 2);

      expect(await values('tries', 's')).to.deep.equal(['0:3:1', '1:3:1', '2:3:2']);
      expect(await functions('tries')).to.deep.equal([]);
    });

    it('of a try that was given up is STEP_SUPERSEDED, until the workflow has ended', async () => {
      await ownedWorkflow(test, 'given up');
      const write = (stepAttempt: number, functionId = 3) =>
        verbs.writeStream({
          ...call('given up', functionId, { stepAttempt }),
          key: 's',
          value: json(stepAttempt),
        });

      await Promise.all([write(1), write(2), write(1, 4)]);
      const refused = await failureOf(write(1));

      expect(refused.reason).to.equal('STEP_SUPERSEDED');
      expect(await values('given up', 's')).to.deep.equal(['0:3:1', '1:3:2', '2:4:1']);
      await verbs.finishWorkflow({ workflowId: 'given up', ownerToken: TOKEN, output: json(1) });
      expect((await failureOf(write(1))).reason).to.equal('WORKFLOW_NOT_ACTIVE');
    });

    it('with dedupe stores the n-th write of a step once, whichever try it is and wherever it is asked', async () => {
      await ownedWorkflow(test, 'dedupes');
      const elsewhere = durableVerbs(test.store.write).verbs;
      const write = (by: typeof verbs, stepAttempt: number, dedupeOrdinal: number, functionId = 3) =>
        by.writeStream({
          ...call('dedupes', functionId, { stepAttempt }),
          key: 's',
          value: json(`${functionId} ${dedupeOrdinal}`),
          dedupeOrdinal,
        });

      const first = await Promise.all([1, 2, 2, 1, 3].map((ordinal) => write(verbs, 1, ordinal)));
      const second = await Promise.all([1, 2, 3, 4].map((ordinal) => write(verbs, 2, ordinal)));
      await write(verbs, 1, 1, 9);
      const moved = await Promise.all([4, 5].map((ordinal) => write(elsewhere, 2, ordinal)));
      const back = await Promise.all([5, 6].map((ordinal) => write(verbs, 2, ordinal)));

      expect(first).to.deep.equal([{ offset: 0 }, { offset: 1 }, {}, {}, { offset: 2 }]);
      expect(second).to.deep.equal([{}, {}, {}, { offset: 3 }]);
      expect(moved).to.deep.equal([{}, { offset: 5 }]);
      expect(back).to.deep.equal([{}, { offset: 6 }]);
      expect(await values('dedupes', 's')).to.deep.equal([
        '0:3:"3 1"',
        '1:3:"3 2"',
        '2:3:"3 3"',
        '3:3:"3 4"',
        '4:9:"9 1"',
        '5:3:"3 5"',
        '6:3:"3 6"',
      ]);
    });

    it('does not count the close marker of the step, and closes once', async () => {
      await ownedWorkflow(test, 'closing step');
      const step = call('closing step', 3, { stepAttempt: 1 });
      const write = (dedupeOrdinal: number) =>
        verbs.writeStream({ ...step, key: 's', value: json(dedupeOrdinal), dedupeOrdinal });
      await write(1);
      await verbs.closeStream({ ...step, key: 's' });
      await verbs.closeStream({ ...step, key: 's' });

      expect(await write(2)).to.deep.equal({ offset: 2 });
      expect(await values('closing step', 's')).to.deep.equal(['0:3:1', `1:3:"${MARK}"`, '2:3:2']);
    });

    it('is refused with dedupe where the step has written without, and the other way round', async () => {
      await ownedWorkflow(test, 'mixes');
      const write = (key: string, dedupeOrdinal?: number) =>
        verbs.writeStream({
          ...call('mixes', 3, { stepAttempt: 1 }),
          key,
          value: json(1),
          ...(dedupeOrdinal !== undefined && { dedupeOrdinal }),
        });
      await write('a');
      await write('b', 1);

      const field = 'write_stream.dedupe_ordinal';
      expect(await failureOf(write('a', 1))).to.include({ reason: 'INVALID_FIELD', field });
      expect(await failureOf(write('b'))).to.include({ reason: 'INVALID_FIELD', field });
    });
  });

  describe('finishWorkflow', () => {
    it('ends a workflow with its output or its error, and no one owns it any more', async () => {
      await ownedWorkflow(test, 'succeeds');
      await ownedWorkflow(test, 'fails');
      await test.query(`update dbos.workflow_status set queue_name = 'q', deduplication_id = 'd' || workflow_uuid
        where workflow_uuid in ('succeeds', 'fails')`);
      heard.length = 0;

      await Promise.all([
        verbs.finishWorkflow({ workflowId: 'succeeds', ownerToken: TOKEN, output: json('out') }),
        verbs.finishWorkflow({
          workflowId: 'fails',
          ownerToken: TOKEN,
          error: json({ name: 'E', message: 'm' }),
        }),
      ]);

      expect(
        await test.query(
          `select w.status, w.owner_xid, w.deduplication_id, w.output as legacy, o.output, o.error,
            w.completed_at = w.updated_at as at_once
          from dbos.workflow_status w join dbos.workflow_output o using (workflow_uuid)
          where workflow_uuid in ('succeeds', 'fails') order by w.status desc`,
        ),
      ).to.deep.equal([
        {
          status: 'SUCCESS',
          owner_xid: null,
          deduplication_id: null,
          legacy: null,
          output: '"out"',
          error: null,
          at_once: true,
        },
        {
          status: 'ERROR',
          owner_xid: null,
          deduplication_id: null,
          legacy: null,
          output: null,
          error: '{"name":"E","message":"m"}',
          at_once: true,
        },
      ]);
      expect(heard).to.have.length(2);
    });

    it('that is repeated is ok with the same outcome, and with another it has ended', async () => {
      await ownedWorkflow(test, 'ends');
      const finish = (output: unknown, ownerToken = TOKEN) =>
        verbs.finishWorkflow({ workflowId: 'ends', ownerToken, output: json(output) });
      await finish(1);

      await Promise.all([finish(1), finish(1)]);

      expect((await failureOf(finish(2))).reason).to.equal('WORKFLOW_NOT_ACTIVE');
      const error = verbs.finishWorkflow({ workflowId: 'ends', ownerToken: TOKEN, error: json(1) });
      expect((await failureOf(error)).reason).to.equal('WORKFLOW_NOT_ACTIVE');
    });
  });
});
