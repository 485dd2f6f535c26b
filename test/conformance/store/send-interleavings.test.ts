import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Sent } from '@dbosd/daemon/internal/model/messages.js';
import type { Database } from '@dbosd/daemon/internal/store/database.js';
import { insertMessages } from '@dbosd/daemon/internal/store/queries/messages/insert-messages.js';
import type { Outcome } from '@dbosd/daemon/internal/writer/carry-out.js';
import type { MessageWrite } from '@dbosd/daemon/internal/writer/kinds/send.js';
import { everyInterleaving as underEverySchedule, interleaved } from '../../support/interleavings.js';
import { PausePoints, running } from '../../support/pause-points.js';
import { storeMessages } from '../../support/writer.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

const POINTS = [
  { name: 'snapshot', table: 'dbosd.mailbox', when: 'before' },
  { name: 'mailboxes', table: 'dbos.notifications', when: 'before' },
  { name: 'inserted', table: 'dbos.notifications', when: 'after' },
] as const;
const STOPS = POINTS.map(({ name }) => name);

function write(messageId: string, destinationId: string, more: Partial<MessageWrite> = {}): MessageWrite {
  return {
    messageId,
    destinationId,
    topic: 't',
    data: '1',
    serialization: 'portable_json',
    requireActive: false,
    keyed: true,
    rejectDifferent: false,
    ...more,
  };
}

/** A send has a statement for a single message and one for many. */
for (const company of ['alone', 'with a message to another workflow'] as const) {
  describe(`two sends at once, ${company}, through every interleaving`, () => {
    let test: TestStore;
    let pauses: PausePoints;
    let sessions: Record<'one' | 'two', Database>;
    let round = 0;

    before(async () => {
      test = await openTestStore();
      pauses = await PausePoints.install(test.url, POINTS);
      sessions = { one: test.session('one'), two: test.session('two') };
      for (const name of ['one', 'two']) await test.workflow(`bystander of ${name}`);
    });

    after(async () => {
      await pauses.close();
      await test.close();
    });

    /** In company each shares its statement with a message to a workflow that only this session sends to. */
    async function store(session: Database, messages: readonly MessageWrite[]): Promise<Outcome<Sent>[]> {
      if (company === 'alone') return storeMessages(session, messages);
      const bystander = session === sessions.one ? 'bystander of one' : 'bystander of two';
      const outcomes = await storeMessages(session, [...messages, write(randomUUID(), bystander)]);
      return outcomes.slice(0, messages.length);
    }

    async function everyInterleaving(
      check: (
        id: string,
        run: <T>(work: Record<'one' | 'two', () => Promise<T>>) => Promise<Record<'one' | 'two', T>>,
      ) => Promise<void>,
    ): Promise<void> {
      await underEverySchedule(STOPS, async (schedule) => {
        round += 1;
        const id = `w${String(round)}`;
        await test.workflow(id);
        await check(id, (work) => interleaved(pauses, schedule, work));
      });
    }

    it('store a message with one key once, and the other sender finds it', async () => {
      await everyInterleaving(async (id, run) => {
        const key = `k::${id}`;
        const verdicts = await run({
          one: () => store(sessions.one, [write(key, id, { data: '1' })]),
          two: () => store(sessions.two, [write(key, id, { data: '2' })]),
        });

        const results = [...verdicts.one, ...verdicts.two].map((verdict) =>
          verdict.kind === 'done' ? verdict.result : verdict,
        );
        const rows = await test.query<{ message: string }>(
          `select message from dbos.notifications where destination_uuid = $1`,
          [id],
        );
        expect(rows).to.have.length(1);
        const winner = rows[0]!.message === '1' ? 0 : 1;
        expect(results[winner]).to.include({ kind: 'sent', duplicate: false, differs: false });
        expect(results[1 - winner]).to.include({ kind: 'sent', duplicate: true, differs: true });
      });
    });

    it('give each message of a mailbox a stamp of its own, and keep the order of each batch and of sends one after the other', async () => {
      await everyInterleaving(async (id, run) => {
        const log: string[] = [];
        const send = (name: 'one' | 'two') => async () => {
          log.push(`${name} begins`);
          await store(sessions[name], [write(`${name}a::${id}`, id), write(`${name}b::${id}`, id)]);
          log.push(`${name} ends`);
        };
        await run({ one: send('one'), two: send('two') });

        const rows = await test.query<{ name: string; at: string }>(
          `select split_part(message_uuid, '::', 1) as name, created_at_epoch_ms::text as at
        from dbos.notifications where destination_uuid = $1 order by created_at_epoch_ms`,
          [id],
        );
        expect(new Set(rows.map(({ at }) => at)).size).to.equal(4);
        const names = rows.map(({ name }) => name).join(' ');
        expect(names).to.be.oneOf(['onea oneb twoa twob', 'twoa twob onea oneb']);
        if (log[1] === 'one ends') expect(names).to.equal('onea oneb twoa twob');
      });
    });

    it('of crossed mailboxes and crossed keys never deadlock', async () => {
      await everyInterleaving(async (id, run) => {
        await test.workflow(`${id}-x`);
        const messages = (from: string) => [
          write(`k1::${id}`, id),
          write(`k2::${id}-x`, `${id}-x`),
          write(`${from}::${id}`, id),
          write(`${from}::${id}-x`, `${id}-x`),
        ];
        // Past the retries of the writer: a deadlock would show.
        const verdicts = await run({
          one: () => insertMessages(sessions.one, messages('one')),
          two: () => insertMessages(sessions.two, messages('two').reverse()),
        });

        const kinds = [...verdicts.one, ...verdicts.two].map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === 'stored')).to.have.length(6);
        expect(kinds.filter((kind) => kind === 'conflict')).to.have.length(2);
      });
    });

    it('cannot be judged by a look-up in the same statement: there a concurrent duplicate is neither new nor found', async () => {
      await test.workflow('naive');
      await pauses.hold('one', 'inserted');
      const one = running('one', store(sessions.one, [write('k::naive', 'naive')]));
      await pauses.settled([one]);
      const naive = running(
        'two',
        sessions.two.plain.query<{ is_new: boolean; is_found: boolean }>(
          `with stored as (
          insert into dbos.notifications (message_uuid, destination_uuid, topic, message)
          values ('k::naive', 'naive', 't', '1')
          on conflict (message_uuid) do nothing
          returning message_uuid
        )
        select exists (select from stored) as is_new,
          exists (select from dbos.notifications where message_uuid = 'k::naive') as is_found`,
        ),
      );
      await pauses.settled([one, naive]);
      await pauses.release('one', 'inserted');
      const outcome = await naive.outcome;

      expect((await one.outcome).status).to.equal('fulfilled');
      expect(outcome.status === 'fulfilled' && outcome.value.rows).to.deep.equal([
        { is_new: false, is_found: false },
      ]);
    });

    it('to a workflow that is deleted under them answer that it is not there', async () => {
      await test.workflow('deleted');
      await pauses.hold('one', 'mailboxes');
      const send = running('one', store(sessions.one, [write('k::deleted', 'deleted')]));
      await pauses.settled([send]);
      await test.query(`delete from dbos.workflow_status where workflow_uuid = 'deleted'`);
      await pauses.release('one', 'mailboxes');
      const outcome = await send.outcome;

      expect(outcome.status === 'fulfilled' && outcome.value[0]).to.have.nested.property(
        'error.reason',
        'WORKFLOW_NOT_FOUND',
      );
    });

    it('take no lock on their destination, so that they hold up no checkpoint of it, and none holds up them', async () => {
      await test.workflow('busy');
      const lock = `select from dbos.workflow_status where workflow_uuid = 'busy'`;
      const send = (key: string) =>
        store(sessions.one, [write(`${key}::busy`, 'busy', { requireActive: true })]);

      const checkpoint = test.session('checkpoint');
      await checkpoint.plain.query('begin');
      await checkpoint.plain.query(`${lock} for no key update`);
      expect((await send('during'))[0]!.kind).to.equal('done');
      const naive = await sessions.two.plain
        .query(`${lock} for share nowait`)
        .catch((cause: unknown) => cause);
      await checkpoint.plain.query('rollback');
      expect(naive, 'a status read under a lock').to.have.nested.property('cause.code', '55P03');

      await pauses.hold('one', 'inserted');
      const sending = running('one', send('paused'));
      await pauses.settled([sending]);
      await sessions.two.plain.query(`${lock} for no key update nowait`);
      await pauses.release('one', 'inserted');
      expect((await sending.outcome).status).to.equal('fulfilled');
    });
  });
}
