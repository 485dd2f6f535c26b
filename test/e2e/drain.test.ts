import { DBOSClient } from '@dbosd/client';
import { fromStatus } from '@dbosd/shared';
import { DBOS } from '@dbosd/worker';
import { Client, credentials } from '@grpc/grpc-js';
import { expect } from 'chai';
import { collect, eventually } from '../support/collect.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { DbosWriter } from '../support/dbos-writer.js';
import { startServe, type ServeProcess } from '../support/serve.js';
import { RawSession } from '../support/surfaces/raw-session.js';

const LONG = { timeoutSeconds: 600 };
const WAIT = { seconds: 600, nanos: 0 };
const SERVING = 1;

describe('dbosd serve at SIGTERM', () => {
  let database: TestDatabase;
  let dbos: DbosWriter;
  let running: ServeProcess[];
  let clients: DBOSClient[];

  beforeEach(async () => {
    database = await createDatabase();
    dbos = new DbosWriter(database.url);
    running = [];
    clients = [];
  });

  afterEach(async () => {
    // Cut off first: a client's end waits for its calls.
    await Promise.all(running.map((process) => process.kill()));
    await Promise.all(clients.map((client) => client.destroy()));
    await dbos.close();
    await database.drop();
  });

  async function serve(...flags: string[]): Promise<ServeProcess> {
    const process = await startServe(database.url, ...flags);
    running.push(process);
    return process;
  }

  async function connect(address: string[]): Promise<DBOSClient> {
    const client = await DBOSClient.create({ address });
    clients.push(client);
    return client;
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`(${signal}) says NOT_SERVING, lets sessions go with their waits and streams, and exits with 0`, async () => {
      const daemon = await serve();
      const id = await dbos.workflow();
      await dbos.write(id, 's', 'a', 'b');
      const session = await RawSession.open(daemon.address);
      const health = new HealthWatch(daemon.address);
      await eventually(() => health.said.at(-1) === SERVING);
      session.write({
        requests: [
          { id: 1, getEvent: { workflowId: id, key: 'k', timeout: WAIT } },
          { id: 2, awaitWorkflow: { workflowId: id, timeout: WAIT } },
        ],
        subscribes: [{ id: 3, creditBytes: 100_000, readStream: { workflowId: id, key: 's' } }],
      });
      await session.until(() => session.responses.length > 0);
      daemon.child.kill(signal);
      await session.until(() => session.frames.some(({ goingAway }) => goingAway?.draining === true));
      await session.until(() => session.answers.length === 2);
      for (const { getEvent, awaitWorkflow } of session.answers) {
        expect((getEvent ?? awaitWorkflow)!.outcome).to.equal('notYet');
      }
      await session.until(() => session.responses.some(({ ended }) => ended));
      const end = fromStatus(session.responses.find(({ ended }) => ended)!.ended!);
      expect(end.reason).to.equal('DRAINING');
      expect(end.metadata['next_offset']).to.equal('2');
      await eventually(() => health.said.at(-1) !== SERVING);
      // What a client asks before it has moved is still answered.
      session.write({
        requests: [{ id: 4, send: { message: { destinationId: id, payload: { data: '1' } } } }],
      });
      expect((await session.answerTo(4)).outcome).to.equal('send');
      session.halfClose();
      expect(await daemon.ended).to.equal(0);
      session.close();
      health.close();
    });
  }

  it('waits for no client that has nowhere else to go and nothing in flight but waits', async () => {
    // Much longer than the test may take: the daemon must end before.
    const flags = ['--drain-timeout-ms', '3600000'];
    const daemon = await serve(...flags);
    const client = await connect([daemon.address]);
    const id = await dbos.workflow();
    const event = client.getEvent(id, 'k', LONG);
    const reading = collect(client.readStream<number>(id, 's'));
    await client.send(id, 'before');
    daemon.child.kill('SIGTERM');
    expect(await daemon.ended).to.equal(0);
    const sending = client.send(id, 'while there is none');
    await dbos.setEvent(id, 'k', 'there');
    await dbos.write(id, 's', 1);
    await dbos.closeStream(id, 's');
    await serve(...flags, '--port', String(daemon.port));
    await sending;
    expect(await event).to.equal('there');
    expect(await reading).to.deep.equal([1]);
    expect(await dbos.messages(id)).to.have.length(2);
  });

  it('waits for no worker that has nowhere else to go and nothing in flight but waits', async () => {
    const waiting = DBOS.registerWorkflow(async () => DBOS.recv<string>('m', LONG), { name: 'waiting' });
    const flags = ['--drain-timeout-ms', '3600000'];
    const daemon = await serve(...flags);
    const troubles: string[] = [];
    const nothing = (): void => undefined;
    const warn = (entry: unknown): void => {
      troubles.push(String(entry));
    };
    DBOS.setConfig({
      name: 'drained',
      daemonAddress: daemon.address,
      logger: { debug: nothing, info: nothing, warn, error: warn },
    });
    await DBOS.launch();
    try {
      const handle = await DBOS.startWorkflow(waiting, { workflowID: 'w' })();
      await eventually(async () => (await DBOS.listWorkflowSteps('w'))?.length === 1);
      daemon.child.kill('SIGTERM');
      expect(await daemon.ended).to.equal(0);
      // The worker left by itself, and was told of by one line, however often it looked for a daemon meanwhile.
      await eventually(() => troubles.length > 0);
      await serve(...flags, '--port', String(daemon.port));
      await DBOS.send('w', 'there', 'm');
      expect(await handle.getResult()).to.equal('there');
      expect(await handle.getStatus()).to.include({ recoveryAttempts: 1 });
      expect(troubles).to.have.length(1);
      expect(troubles[0]).to.match(/no dbosd can be reached/);
    } finally {
      await DBOS.shutdown({ deregister: true });
    }
  });

  it('is not noticed by callers of a client that has another daemon to go to', async () => {
    const daemons = [await serve(), await serve()];
    const client = await connect(daemons.map(({ address }) => address));
    const id = await dbos.workflow();
    const expected = Array.from({ length: 100 }, (_, n) => n);
    const event = client.getEvent(id, 'k', LONG);
    const reading = collect(client.readStream<number>(id, 's'));
    const sends: Promise<void>[] = [];
    for (const n of expected) {
      sends.push(client.send(id, n));
      await dbos.write(id, 's', n);
      if (n === 30) daemons[0]!.child.kill('SIGTERM');
      if (n === 60) {
        expect(await daemons[0]!.ended).to.equal(0);
        daemons[0] = await serve('--port', String(daemons[0]!.port));
        daemons[1]!.child.kill('SIGTERM');
      }
    }
    expect(await daemons[1]!.ended).to.equal(0);
    await dbos.setEvent(id, 'k', 'there');
    await dbos.closeStream(id, 's');
    await Promise.all(sends);
    expect(await event).to.equal('there');
    expect(await reading).to.deep.equal(expected);
    expect((await dbos.messages(id)).map(({ message }) => Number(message))).to.deep.equal(expected);
  });
});

/** What grpc.health.v1 says of the whole server, from a Watch of it. */
class HealthWatch {
  readonly said: number[] = [];
  readonly #client: Client;

  constructor(address: string) {
    this.#client = new Client(address, credentials.createInsecure());
    const watch = this.#client.makeServerStreamRequest(
      '/grpc.health.v1.Health/Watch',
      () => Buffer.alloc(0),
      // HealthCheckResponse has one field, an enum: tag and number, or nothing for 0.
      (bytes: Buffer) => bytes[1] ?? 0,
      undefined,
    );
    watch.on('data', (status: number) => this.said.push(status));
    watch.on('error', () => this.said.push(-1));
  }

  close(): void {
    this.#client.close();
  }
}
