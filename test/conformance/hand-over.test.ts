import { DBOS } from '@dbosd/worker';
import type { DBOSClient } from '@dbosd/client';
import { expect } from 'chai';
import { NEVER_SWEEPING, startDaemon, type TestDaemon } from '../support/daemon.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { DbosWriter } from '../support/dbos-writer.js';
import { until } from '../support/until.js';

const LONG = 600;
const VALUES = 20;
/** Registrations of a live reader with the hub: its own and that of all live readers, each also for the workflow's end. */
const OF_A_READER = 4;

describe('what this daemon commits', () => {
  let database: TestDatabase;
  let daemon: TestDaemon;
  let client: DBOSClient;
  let names: string[];
  let runs = 0;

  let scribe: () => Promise<void>;

  before(async () => {
    scribe = DBOS.registerWorkflow(
      async () => {
        for (;;) {
          const order = await DBOS.recv<string>('order', LONG);
          if (order === null || order === 'end') return;
          if (order === 'stream')
            await DBOS.writeStream('s', `value ${String(await DBOS.recv('what', LONG))}`);
          else if (order === 'many') {
            for (let n = 0; n < VALUES; n += 1) void DBOS.writeStream('s', n);
          } else if (order === 'close') await DBOS.closeStream('s');
          else await DBOS.setEvent(order, { set: order });
        }
      },
      { name: 'scribe' },
    );
    database = await createDatabase();
    // Neither notifications nor sweeps: what waiters learn, they learn from the write itself.
    daemon = await startDaemon(database.url, { ...NEVER_SWEEPING, notify: 'off' });
    client = await daemon.connect();
    const nothing = (): void => undefined;
    DBOS.setConfig({
      name: 'scribes',
      daemonAddress: daemon.address,
      logger: { info: nothing, debug: nothing, warn: nothing, error: nothing },
    });
    await DBOS.launch();
    const { read } = daemon.parts.store;
    const query = read.query.bind(read);
    names = [];
    read.query = (statement, values) => {
      names.push(statement.name ?? '');
      return query(statement, values);
    };
  });

  after(async () => {
    await DBOS.shutdown({ deregister: true });
    await daemon.stop();
    await database.drop();
  });

  const begin = async (): Promise<{ id: string; order: (what: string) => Promise<void> }> => {
    const id = `scribe-${String(++runs)}`;
    await DBOS.startWorkflow(scribe, { workflowID: id })();
    return { id, order: (what) => client.send(id, what, 'order') };
  };
  /** Waits until so many registrations are with the hub and nothing is being read, then forgets what was read. */
  const standing = async (registrations: number): Promise<void> => {
    await until(() => daemon.parts.hub.size === registrations);
    names.length = 0;
  };
  const reads = (kind: string): number => names.filter((name) => name.startsWith(kind)).length;

  it('answers those that wait for an event without a read, all of one key too', async () => {
    const { id, order } = await begin();
    const idle = daemon.parts.hub.size;
    const waits = Array.from({ length: 5 }, () => client.getEvent(id, 'done', LONG));
    await until(() => daemon.parts.hub.size > idle);
    await standing(daemon.parts.hub.size);

    await order('done');

    for (const value of await Promise.all(waits)) expect(value).to.deep.equal({ set: 'done' });
    expect(reads('read-events')).to.equal(0);
    expect(await client.getEvent(id, 'done', 0), 'the row says the same').to.deep.equal({ set: 'done' });
    await order('end');
  });

  it('gives readers that are live what follows without a read, and the end by one', async () => {
    const { id, order } = await begin();
    const before = daemon.parts.hub.size;
    const taken: unknown[][] = [[], []];
    const reading = Promise.all(
      taken.map(async (values) => {
        for await (const value of client.readStream(id, 's')) values.push(value);
      }),
    );
    await until(() => daemon.parts.hub.size > before + OF_A_READER);
    await standing(daemon.parts.hub.size);

    await order('many');
    await until(() => taken.every((values) => values.length === VALUES));
    expect(reads('read-stream-pages')).to.equal(0);
    await order('close');
    await reading;

    const expected = Array.from({ length: VALUES }, (_, n) => n);
    expect(taken).to.deep.equal([expected, expected]);
    expect(reads('read-stream-pages')).to.be.greaterThan(0);
    await order('end');
  });

  it('follows in order on what a DBOS application appends to the same stream', async () => {
    const { id, order } = await begin();
    const dbos = new DbosWriter(database.url);
    const before = daemon.parts.hub.size;
    const values: unknown[] = [];
    const reading = (async () => {
      for await (const value of client.readStream(id, 's')) values.push(value);
    })();
    await until(() => daemon.parts.hub.size >= before + OF_A_READER);

    for (let n = 0; n < 5; n += 1) {
      await dbos.query(
        `insert into dbos.streams (workflow_uuid, key, value, "offset", function_id, serialization)
         select $1, 's', $2, coalesce(max("offset"), -1) + 1, 0, 'portable_json'
         from dbos.streams where workflow_uuid = $1 and key = 's'`,
        [id, JSON.stringify(`foreign ${String(n)}`)],
      );
      await order('stream');
      await client.send(id, n, 'what');
      await until(() => values.length === 2 * (n + 1));
    }
    await order('close');
    await reading;
    await dbos.close();

    expect(values).to.deep.equal(
      [0, 1, 2, 3, 4].flatMap((n) => [`foreign ${String(n)}`, `value ${String(n)}`]),
    );
    await order('end');
  });
});
