import { expect } from 'chai';
import { acknowledgeSends, portableValue } from '../../support/fake-daemon.js';
import { withClient } from './client-and-daemon.js';

describe('a session that the daemon wants to be rid of', () => {
  it('is left for the next: waits are asked there again, and it is half-closed', () =>
    withClient({}, async (client, daemon) => {
      const event = client.getEvent('wf', 'key');
      await daemon.until(() => daemon.requests.length === 1);
      const old = daemon.session;
      old.goAway(true);
      await daemon.until(
        () => daemon.sessions.length === 2 && daemon.session.requests.length === 1 && old.halfClosed,
      );
      expect(old.cancels).to.deep.equal(old.requests.map(({ id }) => id));
      daemon.session.answer(daemon.session.requests[0]?.id ?? 0, {
        getEvent: { value: { value: portableValue(7), revision: Buffer.alloc(16) } },
      });
      expect(await event).to.equal(7);
    }));

  it('is half-closed only when its calls are answered, and newer sends wait for those on it', () =>
    withClient({}, async (client, daemon) => {
      const first = client.send('wf', 1);
      await daemon.until(() => daemon.requests.length === 1);
      const old = daemon.session;
      old.goAway();
      await daemon.until(() => daemon.sessions.length === 2);
      const event = client.getEvent('wf', 'key');
      await daemon.until(() => daemon.session.requests.length === 1);
      const second = client.send('wf', 2);
      const reading = client.getWorkflow('wf');
      await daemon.until(() => daemon.session.requests.some(({ call }) => call === 'getWorkflow'));
      expect(daemon.requests.filter(({ call }) => call === 'send')).to.have.length(1);
      expect(old.halfClosed).to.equal(false);
      acknowledgeSends(old, old.requests[0] ?? fail());
      await first;
      await daemon.until(() => old.halfClosed && daemon.session.requests.some(({ call }) => call === 'send'));
      acknowledgeSends(daemon.session, daemon.session.requests.at(-1) ?? fail());
      await second;
      const asked = daemon.session.requests.find(({ call }) => call === 'getWorkflow');
      daemon.session.answer(asked?.id ?? 0, { getWorkflow: {} });
      expect(await reading).to.equal(undefined);
      await Promise.all([client.destroy(), event.catch(() => undefined)]);
    }));

  it('hands its streams over at the next offset, and its watches with what they know', () =>
    withClient({}, async (client, daemon) => {
      const values: unknown[] = [];
      const reading = (async () => {
        for await (const value of client.readStream('wf', 'out')) values.push(value);
      })();
      const changes: unknown[] = [];
      const watching = (async () => {
        for await (const change of client.watchEvents('wf')) changes.push(change);
      })();
      await daemon.until(() => daemon.session.subscribes.length === 2);
      const old = daemon.session;
      const idOf = (call: string): number => old.subscribes.find((one) => one.call === call)?.id ?? 0;
      const revision = Buffer.alloc(16, 1);
      old.respond(idOf('readStream'), 10, {
        readStream: { values: [portableValue('a'), portableValue('b')], nextOffset: 2 },
      });
      old.respond(idOf('watchEvents'), 10, {
        watchEvents: { changes: [{ key: 'k', set: { value: portableValue(1), revision } }] },
      });
      old.goAway();
      await daemon.until(() => daemon.sessions.length === 2 && daemon.session.subscribes.length === 2);
      await daemon.until(() => old.unsubscribes.length === 2 && old.halfClosed);
      const next = daemon.session;
      const stream = next.subscribes.find(({ call }) => call === 'readStream');
      const watch = next.subscribes.find(({ call }) => call === 'watchEvents');
      expect(stream?.readStream).to.include({ position: 'offset', offset: 2 });
      expect(watch?.watchEvents?.known).to.deep.equal({ k: revision });
      next.respond(stream?.id ?? 0, 10, {
        readStream: { values: [portableValue('c')], nextOffset: 3, end: { closed: {} } },
      });
      next.respond(watch?.id ?? 0, 10, {
        watchEvents: {
          changes: [{ key: 'k', unset: {} }],
          workflowEnded: { status: 'WORKFLOW_STATUS_SUCCESS' },
        },
      });
      await Promise.all([reading, watching]);
      expect(values).to.deep.equal(['a', 'b', 'c']);
      expect(changes).to.deep.equal([
        { type: 'set', key: 'k', value: 1 },
        { type: 'unset', key: 'k' },
        { type: 'workflowEnded', status: 'SUCCESS' },
      ]);
    }));

  it('still carries calls until the next one is there', () =>
    withClient({ onRequest: acknowledgeSends }, async (client, daemon) => {
      daemon.session.goAway();
      await Promise.all([client.send('wf', 1), client.send('wf', 2)]);
      expect(daemon.requests).to.have.length(2);
    }));
});

function fail(): never {
  throw new Error('a request is missing');
}
