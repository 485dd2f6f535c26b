import { expect } from 'chai';
import { ConnectionLost } from '@dbosd/daemon/internal/store/errors.js';
import { DbosdError } from '@dbosd/shared';
import type { DurableOperations, StreamWritten } from '@dbosd/daemon/internal/model/durable.js';
import type { Database, Queryable } from '@dbosd/daemon/internal/store/database.js';
import { call, durableVerbs, ownedWorkflow } from '../../support/durable.js';
import { failureOf } from '../../support/failure-of.js';
import { forSeeds } from '../../support/random.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

function json(value: unknown): { data: string; serialization: string } {
  return { data: JSON.stringify(value), serialization: 'portable_json' };
}

function unavailable(): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: 'the store rests',
    outcome: 'not_applied',
    cause: new ConnectionLost('no connection'),
  });
}

describe('writes that follow one that is not answered', () => {
  let test: TestStore;
  let round = 0;

  before(async () => {
    test = await openTestStore();
  });

  after(() => test.close());

  async function workflow(): Promise<string> {
    round += 1;
    const id = `o${String(round)}`;
    await ownedWorkflow(test, id);
    return id;
  }

  const valuesOf = async (id: string, key: string): Promise<number[]> =>
    (
      await test.query<{ value: string }>(
        'select value from dbos.streams where workflow_uuid = $1 and key = $2 order by "offset"',
        [id, key],
      )
    ).map(({ value }) => JSON.parse(value) as number);

  /** Verbs whose statements fail as `fails` says, before they reach the store. */
  function verbsThatFail(fails: () => boolean): DurableOperations {
    const db: Queryable = {
      query: (statement, values) => {
        if (fails()) return Promise.reject(unavailable());
        return test.store.write.query(statement, values);
      },
    };
    return durableVerbs(db as Database).verbs;
  }

  const write = (
    verbs: DurableOperations,
    id: string,
    at: number,
    { key = 's', follows = false }: { key?: string; follows?: boolean } = {},
  ): Promise<StreamWritten> =>
    verbs.writeStream({ ...call(id, at), key, value: json(at), ...(follows && { follows: true }) });

  it('are refused when it fails transiently, until one comes that follows none', async () => {
    const id = await workflow();
    let failing = true;
    const verbs = verbsThatFail(() => failing);
    const first = failureOf(write(verbs, id, 0));
    // In the batch behind it, of another kind between them.
    const event = verbs.setEvent({ ...call(id, 1), key: 'e', value: json(1) });
    const second = failureOf(write(verbs, id, 2, { follows: true }));
    expect(await first).to.include({ reason: 'STORE_UNAVAILABLE' });
    failing = false;
    await event;
    expect(await second).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
    const late = await failureOf(write(verbs, id, 3, { follows: true }));
    expect(late).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
    expect(await valuesOf(id, 's')).to.deep.equal([]);

    // Other streams and workflows have nothing to do with it.
    const other = await workflow();
    await write(verbs, id, 4, { key: 'other', follows: true });
    await write(verbs, other, 0, { follows: true });

    const again = [
      write(verbs, id, 0),
      write(verbs, id, 2, { follows: true }),
      write(verbs, id, 3, { follows: true }),
    ];
    await Promise.all(again);
    expect(await valuesOf(id, 's')).to.deep.equal([0, 2, 3]);
  });

  it('are not held up by one that fails for good', async () => {
    const id = await workflow();
    const verbs = verbsThatFail(() => false);
    await verbs.closeStream({ ...call(id, 0), key: 'closed' });
    const closed = failureOf(write(verbs, id, 1, { key: 'closed' }));
    const poison = verbs.writeStream({
      ...call(id, 2),
      key: 's',
      value: { data: '\u0000', serialization: 'portable_json' },
    });
    const poisoned = poison.catch((error: unknown) => error);
    await write(verbs, id, 3, { follows: true });
    expect(await closed).to.include({ reason: 'STREAM_CLOSED' });
    expect(await poisoned).to.be.instanceOf(Error);
    expect(await valuesOf(id, 's')).to.deep.equal([3]);
  });

  it('are in order in the end, whichever statements fail', async () => {
    const COUNT = 300;
    await forSeeds(5, async (random) => {
      const id = await workflow();
      const verbs = verbsThatFail(() => random.chance(0.3));
      let open = [...Array(COUNT).keys()];
      while (open.length > 0) {
        // As a worker does: some at a time, the next when all are answered.
        const sent = open.slice(0, 1 + random.int(60));
        const parts: Promise<boolean>[] = [];
        for (const [place, at] of sent.entries()) {
          parts.push(
            write(verbs, id, at, { follows: place > 0 }).then(
              () => true,
              () => false,
            ),
          );
          if (random.chance(0.2)) await new Promise((resolve) => setImmediate(resolve));
        }
        const done = await Promise.all(parts);
        open = open.filter((at) => done[sent.indexOf(at)] !== true);
      }
      expect(await valuesOf(id, 's')).to.deep.equal([...Array(COUNT).keys()]);
    });
  });

  it('are held up with messages to one workflow, too', async () => {
    const id = await workflow();
    const to = await workflow();
    let failing = true;
    const verbs = verbsThatFail(() => failing);
    const send = (at: number, follows: boolean): Promise<unknown> =>
      verbs.sendMessage({
        ...call(id, at),
        destinationId: to,
        payload: json(at),
        ...(follows && { follows: true }),
      });
    await failureOf(send(0, false));
    failing = false;
    expect(await failureOf(send(1, true))).to.include({ reason: 'STORE_UNAVAILABLE' });
    await Promise.all([send(0, false), send(1, true)]);
    const rows = await test.query<{ message: string }>(
      'select message from dbos.notifications where destination_uuid = $1 order by created_at_epoch_ms, message_uuid',
      [to],
    );
    expect(rows.map(({ message }) => message).sort()).to.deep.equal(['0', '1']);
  });
});
