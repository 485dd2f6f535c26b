import { DBOSClient, type DbosdError } from '@dbosd/client';
import { expect } from 'chai';
import { eventually } from '../support/collect.js';
import { startOwnDaemon, type OwnDaemon } from '../support/own-daemon.js';

const WAITERS = 10_000;
const READERS = 1500;
const LONG = { timeoutSeconds: 600 };
/** What sweeps, control calls and unlucky batches may add; any growth with the waiters is far above it. */
const SLACK = 200;

/** Timers and connections of pools come and go; a handle left by each wait is far above this. */
const HANDLES_SLACK = 100;

/** How many things keep this process alive: sockets, timers. */
function handles(): number {
  return process.getActiveResourcesInfo().length;
}

describe('Many waits of one client at once', () => {
  let daemon: OwnDaemon;
  let client: DBOSClient;
  let baseline: number;

  before(async () => {
    daemon = await startOwnDaemon({ config: { readPoolSize: 2, writePoolSize: 2 } });
  });

  after(async () => {
    await daemon.stop();
  });

  beforeEach(async () => {
    baseline = handles();
    client = await DBOSClient.create({ address: daemon.address });
  });

  afterEach(async () => {
    await client.destroy();
    await eventually(() => daemon.parts.hub.size === 0 && daemon.parts.rpc.openSessions === 0);
    await eventually(() => handles() <= baseline + HANDLES_SLACK);
  });

  /** Calls that share the client with the waits: what happens to those must not happen to these. */
  async function control(id: string): Promise<void> {
    const before = (await daemon.dbos.messages(id)).length;
    await Promise.all([client.send(id, 'control'), client.getAllEvents(id), client.getWorkflow(id)]);
    expect(await daemon.dbos.messages(id)).to.have.length(before + 1);
  }

  const waiting = (id: string, key: (n: number) => string, signal?: AbortSignal): Promise<unknown>[] =>
    Array.from({ length: WAITERS }, (_, n) =>
      client.getEvent(id, key(n), signal === undefined ? LONG : { ...LONG, signal }),
    );

  /** Waits are registered twice: for their event, and for the end of its workflow. */
  const untilAllWait = (count = WAITERS): Promise<void> =>
    eventually(() => daemon.parts.hub.size >= count * 2);

  /** Statements that read while sweeps go by, each of which ends the wait for a workflow that nobody tells of. */
  async function statementsOfSweeps(): Promise<number> {
    const { read, maintenance } = daemon.parts.store;
    const statements = (): number => read.statements + maintenance.statements;
    const before = statements();
    for (let sweeps = 0; sweeps < 5; sweeps++) {
      const id = await daemon.dbos.workflow();
      const result = client.retrieveWorkflow(id).getResult(LONG);
      await daemon.dbos.end(id, { output: sweeps });
      expect(await result).to.equal(sweeps);
    }
    return statements() - before;
  }

  for (const [how, key] of [
    ['for one key', () => 'k'],
    ['for a key each', (n: number) => `key ${String(n)}`],
  ] as const) {
    it(`${how}, are answered with a few statements, and their number costs none while they wait`, async () => {
      const { dbos, parts } = daemon;
      const id = await dbos.workflow();
      const few = Array.from({ length: 10 }, () => client.getEvent(id, 'few', LONG));
      await untilAllWait(10);
      const forFew = await statementsOfSweeps();
      const waits = waiting(id, key);
      await control(id);
      await untilAllWait();
      expect(await statementsOfSweeps()).to.be.lessThan(forFew + SLACK);
      await control(id);
      const before = parts.store.read.statements;
      await dbos.query(
        `insert into dbos.workflow_events (workflow_uuid, key, value, serialization)
         select $1, k, '1', 'portable_json' from unnest($2::text[]) k`,
        [id, [...new Set(Array.from({ length: WAITERS }, (_, n) => key(n))), 'few']],
      );
      await dbos.notify('event', id, 'k');
      const [values] = await Promise.all([Promise.all([...waits, ...few]), control(id)]);
      expect(values.every((value) => value === 1)).to.equal(true);
      expect(parts.store.read.statements - before).to.be.lessThan(SLACK);
      await control(id);
    });
  }

  it('are cancelled at once, and harm no other call', async () => {
    const { dbos } = daemon;
    const id = await dbos.workflow();
    const caller = new AbortController();
    const ends = Promise.allSettled(waiting(id, () => 'k', caller.signal));
    await untilAllWait();
    const kept = client.getEvent(id, 'kept', LONG);
    await control(id);
    caller.abort();
    await control(id);
    for (const end of await ends) {
      expect(((end as PromiseRejectedResult).reason as DbosdError).reason).to.equal('REQUEST_ABORTED');
    }
    await eventually(() => daemon.parts.hub.size <= 2);
    await control(id);
    await dbos.setEvent(id, 'kept', 1);
    expect(await kept).to.equal(1);
  });

  it('time out at once, and harm no other call', async () => {
    const { dbos } = daemon;
    const id = await dbos.workflow();
    const deadlineEpochMS = Date.now() + 3000;
    const waits = Promise.all(
      Array.from({ length: WAITERS }, () => client.getEvent(id, 'k', { deadlineEpochMS })),
    );
    const kept = client.getEvent(id, 'kept', LONG);
    await control(id);
    expect((await waits).every((value) => value === null)).to.equal(true);
    await control(id);
    await dbos.setEvent(id, 'kept', 1);
    expect(await kept).to.equal(1);
  });

  it('end with their workflow at once', async () => {
    const { dbos, parts } = daemon;
    const id = await dbos.workflow();
    const other = await dbos.workflow();
    const waits = Promise.all(waiting(id, (n) => `key ${String(n)}`));
    await untilAllWait();
    const before = parts.store.read.statements;
    await dbos.end(id);
    await control(other);
    expect((await waits).every((value) => value === null)).to.equal(true);
    expect(parts.store.read.statements - before).to.be.lessThan(SLACK);
  });

  it('as readers of a stream cost no statement more than one reader, and are closed at once', async () => {
    const { dbos, parts } = daemon;
    const id = await dbos.workflow();
    const forOne = await statementsOfReaders(1);
    const forMany = await statementsOfReaders(READERS);
    expect(forMany).to.be.lessThan(forOne + SLACK);

    /** Each reader reads five values as they come; then all are closed in one turn. */
    async function statementsOfReaders(count: number): Promise<number> {
      const key = `read by ${String(count)}`;
      const readers = Array.from({ length: count }, () => client.readStream<number>(id, key));
      const nexts = (): Promise<IteratorResult<number, void>>[] => readers.map((reader) => reader.next());
      let coming = Promise.all(nexts());
      await eventually(() => parts.hub.size >= count * 2);
      await control(id);
      const before = parts.store.read.statements;
      for (let n = 0; n < 5; n++) {
        await dbos.write(id, key, n);
        expect((await coming).every(({ value }) => value === n)).to.equal(true);
        if (n < 4) coming = Promise.all(nexts());
      }
      const statements = parts.store.read.statements - before;
      const closed = Promise.all(readers.map((reader) => reader.return()));
      await Promise.all([closed, control(id)]);
      await eventually(() => parts.hub.size === 0);
      await control(id);
      return statements;
    }
  });
});
