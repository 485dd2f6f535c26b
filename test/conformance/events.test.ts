import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { collect, take } from '../support/collect.js';
import { overSurfaces, overWires } from '../support/surfaces/over-surfaces.js';
import { decoded } from '../support/surfaces/wire-surface.js';
import type { StreamResponse } from '../support/surfaces/wire.js';

/** Longer than any test: what waits this long is ended by what it waits for. */
const LONG_MS = 600_000;

overSurfaces('GetEvent', (on) => {
  it('returns the value that is set now', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'k', { step: 1 });
    expect(await surface.getEvent(id, 'k', LONG_MS)).to.deep.equal({ step: 1 });
    await dbos.setEvent(id, 'k', { step: 2 });
    expect(await surface.getEvent(id, 'k', 0)).to.deep.equal({ step: 2 });
  });

  it('waits for a value that comes later, of this workflow and key only', async () => {
    const { surface, dbos, daemon } = on();
    const [id, other] = [await dbos.workflow(), await dbos.workflow()];
    const waiting = surface.getEvent(id, 'k', LONG_MS);
    while (daemon.parts.hub.size === 0) await new Promise(setImmediate);
    await dbos.setEvent(other, 'k', 'other workflow');
    await dbos.setEvent(id, 'j', 'other key');
    await dbos.setEvent(id, 'k', 'this');
    expect(await waiting).to.equal('this');
  });

  it('takes one look where the timeout is 0, and ends in time where nothing comes', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    expect(await surface.getEvent(id, 'k', 0)).to.equal(undefined);
    expect(await surface.getEvent(id, 'k', 30)).to.equal(undefined);
    expect(await surface.getEvent(randomUUID(), 'k', 0)).to.equal(undefined);
  });

  it('waits for a workflow that does not exist yet', async () => {
    const { surface, dbos } = on();
    const id = randomUUID();
    const waiting = surface.getEvent(id, 'k', LONG_MS);
    await dbos.workflow(id);
    await dbos.setEvent(id, 'k', 'there');
    expect(await waiting).to.equal('there');
  });

  it('says so when the workflow has ended, or ends, without setting the key', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const waiting = surface.getEvent(id, 'k', LONG_MS);
    await dbos.end(id, { status: 'CANCELLED' });
    expect(await waiting).to.equal(undefined);
    expect(await surface.getEvent(id, 'k', LONG_MS)).to.equal(undefined);
  });

  it('returns what an ended workflow has set', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'k', 'kept');
    await dbos.end(id);
    expect(await surface.getEvent(id, 'k', LONG_MS)).to.equal('kept');
  });

  it('finds a value that no notification announced', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const waiting = surface.getEvent(id, 'k', LONG_MS);
    await dbos.query(
      `insert into dbos.workflow_events (workflow_uuid, key, value, serialization) values ($1, 'k', '7', 'portable_json')`,
      [id],
    );
    expect(await waiting).to.equal(7);
  });

  it('answers many waits for one key', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const waiting = Array.from({ length: 100 }, () => surface.getEvent(id, 'k', LONG_MS));
    await dbos.setEvent(id, 'k', 1);
    expect(await Promise.all(waiting)).to.deep.equal(Array.from({ length: 100 }, () => 1));
  });
});

overSurfaces('ListEvents', (on) => {
  it('returns the latest value of every key', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'b', 1);
    await dbos.setEvent(id, 'a', null);
    await dbos.setEvent(id, 'b', 2);
    expect(await surface.listEvents(id)).to.deep.equal({ a: null, b: 2 });
  });

  it('goes through all pages', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.query(
      `insert into dbos.workflow_events (workflow_uuid, key, value, serialization)
       select $1, 'key ' || n, n::text, 'portable_json' from generate_series(1, 250) n`,
      [id],
    );
    const events = await surface.listEvents(id);
    expect(Object.keys(events)).to.have.length(250);
    expect(events['key 250']).to.equal(250);
  });

  it('returns nothing of a workflow that has set none, or does not exist', async () => {
    const { surface, dbos } = on();
    expect(await surface.listEvents(await dbos.workflow())).to.deep.equal({});
    expect(await surface.listEvents(randomUUID())).to.deep.equal({});
  });
});

overSurfaces('WatchEvents', (on) => {
  it('tells the current values first, then each change, what is unset, and the end last', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'a', 1);
    await dbos.setEvent(id, 'b', 1);
    const changes = surface.watchEvents(id);
    expect(await take(changes, 2)).to.have.deep.members([
      { set: 'a', value: 1 },
      { set: 'b', value: 1 },
    ]);
    await dbos.setEvent(id, 'a', 2);
    expect(await take(changes, 1)).to.deep.equal([{ set: 'a', value: 2 }]);
    await dbos.unsetEvent(id, 'b');
    expect(await take(changes, 1)).to.deep.equal([{ unset: 'b' }]);
    await dbos.setEvent(id, 'c', 1);
    expect(await take(changes, 1)).to.deep.equal([{ set: 'c', value: 1 }]);
    await dbos.end(id);
    expect(await collect(changes)).to.deep.equal([{ ended: 'SUCCESS' }]);
  });

  it('takes an equal value for no change', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'a', 'same');
    const changes = surface.watchEvents(id);
    await take(changes, 1);
    await dbos.setEvent(id, 'a', 'same');
    await dbos.setEvent(id, 'a', 'same');
    await dbos.setEvent(id, 'b', 'other');
    expect(await take(changes, 1)).to.deep.equal([{ set: 'b', value: 'other' }]);
    await changes.return();
  });

  it('watches only the keys that it names', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'a', 1);
    await dbos.setEvent(id, 'b', 1);
    const changes = surface.watchEvents(id, ['b', 'c']);
    expect(await take(changes, 1)).to.deep.equal([{ set: 'b', value: 1 }]);
    await dbos.setEvent(id, 'a', 2);
    await dbos.setEvent(id, 'c', 2);
    expect(await take(changes, 1)).to.deep.equal([{ set: 'c', value: 2 }]);
    await changes.return();
  });

  it('never misses the latest value, however fast values come', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const changes = surface.watchEvents(id);
    const reading = collect(changes);
    for (let n = 0; n <= 200; n++) await dbos.setEvent(id, 'a', n);
    await dbos.end(id);
    const seen = await reading;
    expect(seen.at(-1)).to.deep.equal({ ended: 'SUCCESS' });
    const values = seen.flatMap((change) => ('set' in change ? [change.value as number] : []));
    expect(values.at(-1)).to.equal(200);
    expect(values).to.deep.equal([...values].sort((a, b) => a - b));
  });

  it('waits for a workflow that does not exist yet', async () => {
    const { surface, dbos, daemon } = on();
    const id = randomUUID();
    const changes = surface.watchEvents(id);
    const first = take(changes, 1);
    while (daemon.parts.hub.size === 0) await new Promise(setImmediate);
    await dbos.workflow(id);
    await dbos.setEvent(id, 'a', 1);
    expect(await first).to.deep.equal([{ set: 'a', value: 1 }]);
    await changes.return();
  });

  it('says the end of a workflow that has ended before, after its values', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'a', 1);
    await dbos.end(id, { status: 'ERROR' });
    expect(await collect(surface.watchEvents(id))).to.deep.equal([
      { set: 'a', value: 1 },
      { ended: 'ERROR' },
    ]);
  });
});

overWires('What watchers of events know', (on) => {
  it('is not sent again, what they know wrongly is, and what is gone is said to be unset', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'a', 1);
    await dbos.setEvent(id, 'b', 1);
    const revision = async (key: string): Promise<Buffer> =>
      (await wire.call('getEvent', { workflowId: id, key })).value!.revision;
    const [a, b] = [await revision('a'), await revision('b')];
    expect(a).to.have.length(16);
    expect(a.equals(b), 'equal values have equal revisions').to.equal(true);
    await dbos.setEvent(id, 'b', 2);
    const known = { a, b, gone: a };
    const watch = wire.stream('watchEvents', { workflowId: id, known });
    const [first] = await take(watch, 1);
    expect(changesOf(first!)).to.have.deep.members([['b', 2], ['gone']]);
    await dbos.end(id);
    const [last] = (await collect(watch)).slice(-1);
    expect(last!.workflowEnded).to.deep.equal({ status: 'WORKFLOW_STATUS_SUCCESS' });
  });

  it('differs by the format, too', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.storeEvent(id, 'a', { data: '1', serialization: 'portable_json' });
    const before = (await wire.call('getEvent', { workflowId: id, key: 'a' })).value!.revision;
    await dbos.storeEvent(id, 'a', { data: '1', serialization: 'DBOS_JSON' });
    const after = (await wire.call('getEvent', { workflowId: id, key: 'a' })).value!.revision;
    expect(before.equals(after)).to.equal(false);
  });

  it('is ignored where it is of a key that is not watched', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'a', 1);
    const watch = wire.stream('watchEvents', {
      workflowId: id,
      keys: ['a'],
      known: { other: Buffer.alloc(16) },
    });
    expect(changesOf((await take(watch, 1))[0]!)).to.deep.equal([['a', 1]]);
    await watch.return();
  });

  it('holds every value at once, in as many responses as 1 MiB each need', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    for (const key of ['a', 'b', 'c']) await dbos.setEvent(id, key, key.repeat(700_000));
    await dbos.end(id);
    const responses = await collect(wire.stream('watchEvents', { workflowId: id }));
    expect(responses.map(({ changes }) => changes.length)).to.deep.equal([1, 1, 1]);
    expect(responses.map(({ workflowEnded }) => workflowEnded !== null)).to.deep.equal([false, false, true]);
  });
});

overWires('The answers of GetEvent', (on) => {
  it('tell a timeout from the end of the workflow', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    const event = { workflowId: id, key: 'k', timeout: { seconds: 0, nanos: 0 } };
    expect((await wire.call('getEvent', event)).outcome).to.equal('timedOut');
    await dbos.end(id, { status: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED' });
    expect(await wire.call('getEvent', event)).to.deep.include({
      outcome: 'workflowEnded',
      workflowEnded: { status: 'WORKFLOW_STATUS_MAX_RECOVERY_ATTEMPTS_EXCEEDED' },
    });
  });

  it('give a value larger than the reader takes as its size', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'k', 'ä'.repeat(10));
    const ask = async (maxValueBytes: number): Promise<unknown> =>
      (await wire.call('getEvent', { workflowId: id, key: 'k', readOptions: { maxValueBytes } })).value!
        .value;
    expect(await ask(21)).to.deep.include({
      oversized: { size: 22, serialization: 'portable_json', _serialization: 'serialization' },
    });
    expect(await ask(22)).to.have.property('kind', 'payload');
  });
});

overWires(
  'A wait that is held for a shorter time than it asks for',
  (on) => {
    it('is answered with what is left of it, and asked again', async () => {
      const { wire, dbos } = on();
      const id = await dbos.workflow();
      const timeout = { seconds: 3600, nanos: 0 };
      for (const ask of [
        () => wire.call('getEvent', { workflowId: id, key: 'k', timeout }),
        () => wire.call('readStreamOffset', { workflowId: id, key: 'k', offset: 0, timeout }),
        () => wire.call('awaitWorkflow', { workflowId: id, timeout }),
      ]) {
        const { outcome, notYet } = await ask();
        expect(outcome).to.equal('notYet');
        expect(notYet!.remaining!.seconds).to.be.within(3000, 3600);
      }
    });
  },
  { timing: { rpc: { unaryHoldMs: 40, sessionHoldMs: 40 } } },
);

overSurfaces(
  'A wait that outlasts many holds',
  (on) => {
    it('ends with the value', async () => {
      const { surface, dbos } = on();
      const id = await dbos.workflow();
      const waiting = surface.getEvent(id, 'k', LONG_MS);
      // Held and asked again at least three times meanwhile.
      for (let looks = 0; looks < 3; looks++) await surface.getEvent(id, 'other', 50);
      await dbos.setEvent(id, 'k', 1);
      expect(await waiting).to.equal(1);
    });
  },
  { timing: { rpc: { unaryHoldMs: 20, sessionHoldMs: 20 } } },
);

function changesOf({ changes }: StreamResponse<'watchEvents'>): unknown[] {
  return changes.map(({ key, set }) => (set ? [key, decoded(set.value)] : [key]));
}
