import { DBOSClient, DbosdError } from '@dbosd/client';
import { expect } from 'chai';
import { withClient } from '../support/connect.js';
import { NEVER_SWEEPING, startDaemon, type TestDaemon } from '../support/daemon.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { rejection } from '../unit/client/client-and-daemon.js';
import { until } from '../support/until.js';

/** Longer than any test. */
const LONG = { timeoutSeconds: 600 };

/** Everything that waits for something of one workflow. */
const WAITS: Readonly<Record<string, (client: DBOSClient, workflowID: string) => Promise<unknown>>> = {
  'getResult of a retrieved handle': (client, id) => client.retrieveWorkflow(id).getResult(),
  waitFirst: (client, id) => client.waitFirst([client.retrieveWorkflow(id)]),
  waitAll: (client, id) => client.waitAll([client.retrieveWorkflow(id)]),
  getEvent: (client, id) => client.getEvent(id, 'k', LONG),
  watchEvents: (client, id) => all(client.watchEvents(id)),
  readStream: (client, id) => all(client.readStream(id, 's')),
  readStreamOffset: (client, id) => client.readStreamOffset(id, 's', 0, LONG),
};

async function all(values: AsyncIterable<unknown>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const value of values) seen.push(value);
  return seen;
}

describe('a workflow that is deleted while it is waited for', () => {
  let database: TestDatabase;
  const daemons: TestDaemon[] = [];

  before(async () => {
    database = await createDatabase();
  });

  afterEach(async () => {
    for (const daemon of daemons.splice(0)) await daemon.stop();
  });

  after(() => database.drop());

  async function start(sweepIntervalMs?: number): Promise<TestDaemon> {
    const overrides = sweepIntervalMs === undefined ? NEVER_SWEEPING : { ...NEVER_SWEEPING, sweepIntervalMs };
    const daemon = await startDaemon(database.url, overrides);
    daemons.push(daemon);
    await until(() => daemon.events.includes('listener.hearing'));
    return daemon;
  }

  /** Enqueues a workflow, waits for it in every way, and answers with how the waits end. */
  async function waitInEveryWay(daemon: TestDaemon): Promise<{ id: string; ends: Promise<unknown>[] }> {
    const client = await daemon.connect();
    const handle = await client.enqueue({ queueName: 'q', workflowName: 'x' });
    const { workflowID: id } = handle;
    const before = daemon.parts.hub.size;
    const waits = [handle.getResult(), ...Object.values(WAITS).map((wait) => wait(client, id))];
    const ends = waits.map((wait) => rejection(wait));
    // A wait for something inside a workflow is two registrations; every first look is over.
    await until(() => daemon.parts.hub.size >= before + waits.length + 4 && daemon.parts.hub.knows(id));
    await client.getWorkflow(id);
    return { id, ends };
  }

  async function expectNotFound(id: string, ends: readonly Promise<unknown>[]): Promise<void> {
    for (const [index, name] of ['getResult of an enqueued handle', ...Object.keys(WAITS)].entries()) {
      const error = await ends[index];
      expect(error, name).to.be.instanceOf(DbosdError);
      expect((error as DbosdError).reason, name).to.equal('WORKFLOW_NOT_FOUND');
      expect((error as DbosdError).metadata, name).to.include({ workflow_id: id });
    }
  }

  it('is not found by all that wait, when this daemon deletes it', async () => {
    const daemon = await start();
    const { id, ends } = await waitInEveryWay(daemon);
    await (await daemon.connect()).deleteWorkflow(id);
    await expectNotFound(id, ends);
  });

  it('is not found by all that wait, when another daemon deletes it', async () => {
    const [daemon, other] = [await start(), await start()];
    const { id, ends } = await waitInEveryWay(daemon);
    await (await other.connect()).deleteWorkflow(id);
    await expectNotFound(id, ends);
  });

  it('is not found by all that wait, when another program deletes it, at the next sweep', async () => {
    const daemon = await start(50);
    const { id, ends } = await waitInEveryWay(daemon);
    await withClient(database.url, (db) =>
      db.query('delete from dbos.workflow_status where workflow_uuid = $1', [id]),
    );
    await expectNotFound(id, ends);
  });

  it('is not found either when it was waited for before it began', async () => {
    const daemon = await start(50);
    const client = await daemon.connect();
    const ends = [
      client.retrieveWorkflow('later').getResult(),
      client.waitFirst([client.retrieveWorkflow('later'), client.retrieveWorkflow('never')]),
      client.getEvent('later', 'k', LONG),
    ].map((wait) => rejection(wait));
    await until(() => daemon.parts.hub.size >= 5);
    await client.enqueue({ queueName: 'q', workflowName: 'x', workflowID: 'later' });
    await until(() => daemon.parts.hub.knows('later'));
    await withClient(database.url, (db) =>
      db.query(`delete from dbos.workflow_status where workflow_uuid = 'later'`),
    );
    for (const end of ends) expect(await end).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
  });

  it('is not found by its own handle when it was deleted before', async () => {
    const client = await (await start()).connect();
    const handle = await client.enqueue({ queueName: 'q', workflowName: 'x' });
    await client.deleteWorkflow(handle.workflowID);
    const waits = [handle.getResult(), client.waitFirst([handle]), client.waitAll([handle])];
    for (const end of waits.map((wait) => rejection(wait))) {
      expect(await end).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
    }
  });

  it('is not found after the daemon that was asked has gone, and it was deleted before the next one was asked', async () => {
    const first = await start();
    const second = await start();
    const client = await first.connect();
    const handle = await client.enqueue({ queueName: 'q', workflowName: 'x' });
    const { workflowID: id } = handle;
    const wire = await DBOSClient.create({ address: [first.address, second.address] });
    try {
      const waiting = rejection(wire.retrieveWorkflow(id).getResult());
      const has = (): TestDaemon | undefined => [first, second].find(({ parts }) => parts.hub.knows(id));
      await until(() => has() !== undefined);
      const asked = has()!;
      await withClient(database.url, (db) =>
        db.query('delete from dbos.workflow_status where workflow_uuid = $1', [id]),
      );
      await asked.drain();
      expect(await waiting).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
    } finally {
      await wire.destroy();
    }
  });

  it('still is waited for by those who wait for its start, and it has not begun', async () => {
    const daemon = await start(50);
    const client = await daemon.connect();
    const waiting = client.retrieveWorkflow('soon').getResult();
    await until(() => daemon.parts.hub.size > 0);
    await client.enqueue({ queueName: 'q', workflowName: 'x', workflowID: 'soon' });
    await client.cancelWorkflow('soon');
    expect(await rejection(waiting)).to.include({ reason: 'WORKFLOW_CANCELLED' });
  });
});
