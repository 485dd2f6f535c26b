import { expect } from 'chai';
import type { DBOSClient } from '@dbosd/client';
import type { DaemonConfig, DaemonTiming } from '@dbosd/daemon';
import type { Hint } from '@dbosd/daemon/internal/store/channels.js';
import { withClient } from '../support/connect.js';
import { CuttingProxy } from '../support/cutting-proxy.js';
import { NEVER_SWEEPING } from '../support/daemon.js';
import { createDatabase } from '../support/database.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { collect, next, startWaiting } from '../support/interop/waits.js';
import { until } from '../support/until.js';

describe('a daemon whose LISTEN is cut', () => {
  let scene: Scene;
  let proxy: CuttingProxy;
  let client: DBOSClient;

  afterEach(async () => {
    await scene.close();
    await proxy.stop();
  });

  async function open(daemon: Partial<DaemonConfig>, timing: DaemonTiming = {}): Promise<void> {
    const database = await createDatabase();
    proxy = await CuttingProxy.start(database.url);
    scene = await openScene({ database, daemon: { ...daemon, listenUrl: proxy.url }, timing });
    client = scene.client;
    await heard(1);
  }

  // The app's writes reach the daemon over the listening connection alone, so a hint of them is one of NOTIFY.
  function hintsOf(workflowId: string): Hint[] {
    return scene.daemon.hints.filter(
      (hint) => 'payload' in hint && hint.payload.startsWith(`${workflowId}::`),
    );
  }

  function timesLogged(event: string): number {
    return scene.daemon.events.filter((one) => one === event).length;
  }

  function heard(times: number): Promise<void> {
    return until(() => timesLogged('listener.hearing') >= times);
  }

  it('answers all waits by its sweep', async () => {
    await open({ sweepIntervalMs: 50, valueSweepIntervalMs: NEVER_SWEEPING.valueSweepIntervalMs });
    proxy.refuse();
    await until(() => timesLogged('listener.lost') === 1);
    const workflowId = await scene.perform(
      { do: 'pass', gate: 'go' },
      { do: 'setEvent', key: 'state', value: 1 },
      { do: 'write', key: 'log', value: 'a' },
      { do: 'pass', gate: 'more' },
      { do: 'setEvent', key: 'state', value: 2 },
      { do: 'write', key: 'log', value: 'b' },
      { do: 'close', key: 'log' },
    );
    const event = await startWaiting(scene.daemon, workflowId, () => client.getEvent(workflowId, 'state'));
    const changes = client.watchEvents(workflowId);
    const values = client.readStream(workflowId, 'log');
    const [change, value] = [next(changes), next(values)];
    await scene.app.call('open', 'go');
    expect(await event.outcome).to.equal(1);
    expect(await change).to.deep.equal({ type: 'set', key: 'state', value: 1 });
    expect(await value).to.equal('a');
    await scene.app.call('open', 'more');
    expect(await next(changes)).to.deep.equal({ type: 'set', key: 'state', value: 2 });
    expect(await collect(values)).to.deep.equal(['b']);
    expect(hintsOf(workflowId)).to.deep.equal([]);
  });

  it('misses nothing of what was written while it was deaf, once it receives again', async () => {
    await open(NEVER_SWEEPING);
    const workflowId = await scene.perform(
      { do: 'write', key: 'log', value: 'before' },
      { do: 'setEvent', key: 'state', value: 'before' },
      { do: 'pass', gate: 'deaf' },
      { do: 'write', key: 'log', value: 'while deaf' },
      { do: 'setEvent', key: 'state', value: 'while deaf' },
      { do: 'setEvent', key: 'new', value: 'while deaf' },
    );
    const values = client.readStream(workflowId, 'log');
    const changes = client.watchEvents(workflowId, { keys: ['state'] });
    expect(await next(values)).to.equal('before');
    expect(await next(changes)).to.include({ value: 'before' });
    const event = await startWaiting(scene.daemon, workflowId, () => client.getEvent(workflowId, 'new'));
    const hintsBefore = hintsOf(workflowId).length;

    proxy.refuse();
    await until(() => timesLogged('listener.lost') === 1);
    await scene.app.call('open', 'deaf');
    await scene.app.call('result', workflowId);
    proxy.restore();

    expect(await event.outcome).to.equal('while deaf');
    expect(await next(values)).to.equal('while deaf');
    expect((await values.next()).done).to.equal(true);
    expect(await collect(changes)).to.deep.equal([
      { type: 'set', key: 'state', value: 'while deaf' },
      { type: 'workflowEnded', status: 'SUCCESS' },
    ]);
    expect(hintsOf(workflowId)).to.have.length(hintsBefore);
  });

  it('misses nothing while its connection is ended again and again', async () => {
    await open(NEVER_SWEEPING);
    const places = Array.from({ length: 8 }, (_, place) => place);
    const workflowId = await scene.perform(
      ...places.flatMap((place) => [
        { do: 'pass' as const, gate: `storm ${String(place)}` },
        { do: 'write' as const, key: 'log', value: place },
        { do: 'setEvent' as const, key: 'state', value: place },
      ]),
      { do: 'close', key: 'log' },
    );
    const values = client.readStream<number>(workflowId, 'log');
    const changes = client.watchEvents(workflowId);
    for (const place of places) {
      // Not waited for: the value is written while the listener may hear, reconnect, or not know yet that it is deaf.
      if (place % 2 === 0) await endListeners(scene.database.url);
      else proxy.cut();
      await scene.app.call('open', `storm ${String(place)}`);
      expect(await next(values)).to.equal(place);
      expect(await next(changes)).to.include({ value: place });
    }
    expect(await collect(values)).to.deep.equal([]);
    await heard(2);
  });

  it('finds out by its self-test that its connection is silent, sweeps until it receives again, and misses nothing', async () => {
    await open(
      { sweepIntervalMs: 50, valueSweepIntervalMs: NEVER_SWEEPING.valueSweepIntervalMs },
      { selfTestIntervalMs: 100 },
    );
    const workflowId = await scene.perform(
      { do: 'write', key: 'log', value: 'before' },
      { do: 'pass', gate: 'silence' },
      { do: 'write', key: 'log', value: 'in silence' },
      { do: 'pass', gate: 'heard again' },
      { do: 'write', key: 'log', value: 'heard again' },
      { do: 'pass', gate: 'end of silence' },
    );
    const values = client.readStream(workflowId, 'log');
    expect(await next(values)).to.equal('before');
    // The first sweep of all looks at values too, the next not for an hour, unless the listener is known to be deaf.
    const looks = scene.daemon.parts.store.maintenance.statements;
    await until(() => scene.daemon.parts.store.maintenance.statements >= looks + 2);
    const hintsBefore = hintsOf(workflowId).length;
    proxy.blackhole();
    await scene.app.call('open', 'silence');
    expect(await next(values)).to.equal('in silence');
    expect(timesLogged('listener.lost')).to.equal(1);
    expect(hintsOf(workflowId)).to.have.length(hintsBefore);
    proxy.restore();
    await heard(2);
    await scene.app.call('open', 'heard again');
    expect(await next(values)).to.equal('heard again');
    await until(() => hintsOf(workflowId).length > hintsBefore);
    await scene.app.call('open', 'end of silence');
  });
});

async function endListeners(url: string): Promise<void> {
  await withClient(url, (client) =>
    client.query(
      `select pg_terminate_backend(pid)
        from pg_stat_activity
        where datname = current_database() and application_name = 'dbosd listen'`,
    ),
  );
}
