import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { DBOSClient, StreamGap } from '@dbosd/client';
import { NEVER_SWEEPING } from '../support/daemon.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { collect, next } from '../support/interop/waits.js';

describe('a fork made by a DBOS application', () => {
  let scene: Scene;
  let client: DBOSClient;

  before(async () => {
    scene = await openScene({ daemon: { ...NEVER_SWEEPING, sweepIntervalMs: 100 } });
    client = scene.client;
  });

  after(() => scene.close());

  it('whose stream has a gap is read to its end, and the gap is reported before the value after it', async () => {
    const [source, fork] = [randomUUID(), randomUUID()];
    await scene.app.call('start', 'interleave', source, 'log');
    await scene.app.call('result', source);
    expect(await collect(client.readStream(source, 'log'))).to.deep.equal(['a', 'b', 'c', 'd']);

    await scene.app.call('fork', source, 1, fork);
    const told: (string | StreamGap)[] = [];
    for await (const value of client.readStream<string>(fork, 'log', { onGap: (gap) => told.push(gap) })) {
      told.push(value);
    }
    expect(told).to.deep.equal(['a', { from: 1, to: 2 }, 'c', 'b', 'd']);
  });

  it('is read on from before, within and after its gap', async () => {
    const [source, fork] = [randomUUID(), randomUUID()];
    await scene.app.call('start', 'interleave', source, 'log');
    await scene.app.call('result', source);
    await scene.app.call('fork', source, 1, fork);
    await scene.app.call('result', fork);
    const from = async (offset: number): Promise<unknown[]> => {
      const told: unknown[] = [];
      const values = client.readStream(fork, 'log', { offset, onGap: (gap) => told.push(gap) });
      for await (const value of values) told.push(value);
      return told;
    };
    expect(await from(0)).to.deep.equal(['a', { from: 1, to: 2 }, 'c', 'b', 'd']);
    expect(await from(1)).to.deep.equal([{ from: 1, to: 2 }, 'c', 'b', 'd']);
    expect(await from(2)).to.deep.equal(['c', 'b', 'd']);
    expect(await client.readStreamOffset(fork, 'log', 1)).to.equal('c');
  });

  it('carries the values and events of the steps before it, and goes on after them', async () => {
    const source = await scene.perform(
      { do: 'setEvent', key: 'state', value: 'kept' },
      { do: 'write', key: 'log', value: 'kept', inStep: true },
      { do: 'setEvent', key: 'state', value: 'set again' },
      { do: 'setEvent', key: 'late', value: 'set again' },
      { do: 'pass', gate: 'fork runs' },
      { do: 'write', key: 'log', value: 'written again' },
      { do: 'close', key: 'log' },
    );
    await scene.app.call('reached', 'fork runs');
    expect({ ...(await client.getAllEvents(source)) }).to.deep.equal({
      state: 'set again',
      late: 'set again',
    });
    await scene.app.call('open', 'fork runs');
    await scene.app.call('result', source);

    const fork = randomUUID();
    await scene.app.call('fork', source, 2, fork);
    const values = client.readStream(fork, 'log');
    expect(await next(values)).to.equal('kept');
    expect(await collect(values)).to.deep.equal(['written again']);
    expect(await client.getEvent(fork, 'state')).to.equal('set again');
    expect(await client.getWorkflow(fork)).to.include({ workflowID: fork, forkedFrom: source });
  });

  it('has a mailbox of its own', async () => {
    const source = await scene.perform({ do: 'receive' });
    await client.send(source, 'for the source');
    await scene.app.call('result', source);
    const fork = randomUUID();
    await scene.app.call('fork', source, 0, fork);
    await client.send(fork, 'for the fork');
    expect(await scene.app.call('result', fork)).to.deep.equal(['for the fork']);
  });
});
