import { expect } from 'chai';
import { DBOSStreamTimeoutError, UndecodableError, type StreamEnd, type StreamGap } from '@dbosd/client';
import { DbosdError, toStatus as statusOf } from '@dbosd/shared';
import { portableValue } from '../../support/fake-daemon.js';
import { rejection, withClient } from './client-and-daemon.js';

const KIB = 1024;

describe('a stream’s reader', () => {
  for (const timeoutSeconds of [-1, -Infinity, NaN, 'abc', '5', null]) {
    it(`refuses a timeout that is negative or no number: ${String(timeoutSeconds)}`, () =>
      withClient({}, async (client, daemon) => {
        const options = { timeoutSeconds } as never;
        const refused = { reason: 'INVALID_FIELD', field: 'timeoutSeconds' };
        expect(await rejection(client.readStream('wf', 's', options).next())).to.include(refused);
        expect(await rejection(client.readStreamOffset('wf', 's', 0, options))).to.include(refused);
        expect(daemon.session.frames).to.deep.equal([]);
      }));
  }

  it('refuses a timeout of an event or a result that is no number', () =>
    withClient({}, async (client, daemon) => {
      for (const given of [NaN, 'abc', '5']) {
        const timed = { timeoutSeconds: given } as never;
        const refused = { reason: 'INVALID_FIELD', field: 'timeoutSeconds' };
        expect(await rejection(client.getEvent('wf', 'k', timed))).to.include(refused);
        expect(await rejection(client.retrieveWorkflow('wf').getResult(timed))).to.include(refused);
        const dated = { deadlineEpochMS: given } as never;
        expect(await rejection(client.getEvent('wf', 'k', dated))).to.include({
          reason: 'INVALID_FIELD',
          field: 'deadlineEpochMS',
        });
      }
      expect(daemon.session.frames).to.deep.equal([]);
    }));

  it('goes on after breaks where it stood, and sees each value once', () =>
    withClient({}, async (client, daemon) => {
      const values: unknown[] = [];
      const reading = (async () => {
        for await (const value of client.readStream('wf', 'out', { offset: 5 })) values.push(value);
      })();
      for (const next of [5, 6, 7]) {
        await daemon.until(
          () => daemon.sessions.length === next - 4 && daemon.session.subscribes.length === 1,
        );
        const { session } = daemon;
        const [subscribe] = session.subscribes;
        expect(subscribe?.readStream).to.include({ workflowId: 'wf', key: 'out', offset: next });
        session.respond(subscribe?.id ?? 0, 1, {
          readStream: { values: [portableValue(next)], nextOffset: next + 1 },
        });
        if (next < 7) session.break();
        else session.respond(subscribe?.id ?? 0, 1, { readStream: { nextOffset: 8, end: { closed: {} } } });
      }
      await reading;
      expect(values).to.deep.equal([5, 6, 7]);
    }));

  it('is told of gaps, offsets and the end, and ends with its workflow', () =>
    withClient({}, async (client, daemon) => {
      const gaps: StreamGap[] = [];
      const offsets: number[] = [];
      const ends: StreamEnd[] = [];
      const reading = client.readStream('wf', 'out', {
        fromEnd: 2,
        onGap: (gap) => gaps.push(gap),
        onOffset: (offset) => offsets.push(offset),
        onEnd: (end) => ends.push(end),
      });
      const first = reading.next();
      await daemon.until(() => daemon.session.subscribes.length === 1);
      const { id, readStream } = daemon.session.subscribes[0] ?? fail();
      expect(readStream).to.include({ position: 'fromEnd', fromEnd: 2 });
      daemon.session.respond(id, 1, {
        readStream: {
          values: [portableValue('later')],
          nextOffset: 5,
          gap: { from: 1, to: 4 },
          end: { workflowEnded: { status: 'WORKFLOW_STATUS_ERROR' } },
        },
      });
      expect(await first).to.deep.equal({ value: 'later', done: false });
      expect(await reading.next()).to.deep.equal({ value: undefined, done: true });
      expect([gaps, offsets]).to.deep.equal([[{ from: 1, to: 4 }], [4]]);
      expect(ends).to.deep.equal([{ reason: 'workflowEnded', status: 'ERROR', nextOffset: 5 }]);
    }));

  it('unsubscribes when its loop is left', () =>
    withClient({}, async (client, daemon) => {
      const reading = (async () => {
        for await (const value of client.readStream('wf', 'out')) return value;
        return undefined;
      })();
      await daemon.until(() => daemon.session.subscribes.length === 1);
      const id = daemon.session.subscribes[0]?.id ?? 0;
      daemon.session.respond(id, 1, {
        readStream: { values: [portableValue(1), portableValue(2)], nextOffset: 2 },
      });
      expect(await reading).to.equal(1);
      await daemon.until(() => daemon.session.unsubscribes.includes(id));
    }));

  it('gives new credit only for what its loop has taken', () =>
    withClient({}, async (client, daemon) => {
      const reading = client.readStream('wf', 'out');
      const first = reading.next();
      await daemon.until(() => daemon.session.subscribes.length === 1);
      const { id, creditBytes } = daemon.session.subscribes[0] ?? fail();
      expect(creditBytes).to.equal(KIB * KIB);
      for (const offset of [1, 2, 3]) {
        daemon.session.respond(id, 300 * KIB, {
          readStream: { values: [portableValue(offset)], nextOffset: offset },
        });
      }
      expect((await first).value).to.equal(1);
      // Behind it in order: had credit been given for what nobody took, it would have come before this request.
      const fence = rejection(client.getEvent('wf', 'fence'));
      await daemon.until(() => daemon.requests.length === 1);
      expect(daemon.session.credits).to.deep.equal([]);
      await reading.next();
      await reading.next();
      await daemon.until(() => daemon.session.credits.length === 1);
      expect(daemon.session.credits[0]).to.include({ id, bytes: 600 * KIB });
      await Promise.all([reading.return(), client.destroy(), fence]);
    }));

  it('ends with DBOSStreamTimeoutError when no value comes in time, heartbeats notwithstanding', () =>
    withClient({}, async (client, daemon) => {
      const waiting = rejection(client.readStream('wf', 'out', { timeoutSeconds: 0.3 }).next());
      await daemon.until(() => daemon.session.subscribes.length === 1);
      const id = daemon.session.subscribes[0]?.id ?? 0;
      daemon.session.respond(id, 1, { readStream: { nextOffset: 0 } });
      const error = await waiting;
      expect(error).to.be.instanceOf(DBOSStreamTimeoutError);
      expect(error).to.include({
        workflowID: 'wf',
        key: 'out',
        timeoutMS: 300,
        name: 'DBOSStreamTimeoutError',
      });
    }));

  it('ends at once with its signal', () =>
    withClient({}, async (client, daemon) => {
      const abort = new AbortController();
      const waiting = rejection(client.readStream('wf', 'out', { signal: abort.signal }).next());
      await daemon.until(() => daemon.session.subscribes.length === 1);
      abort.abort('enough');
      expect(await waiting).to.include({ reason: 'REQUEST_ABORTED', cause: 'enough' });
      await daemon.until(() => daemon.session.unsubscribes.length === 1);
    }));

  it('that was ended for being slow goes on when it comes back', () =>
    withClient({}, async (client, daemon) => {
      const reading = client.readStream('wf', 'out');
      const first = reading.next();
      await daemon.until(() => daemon.session.subscribes.length === 1);
      const { session } = daemon;
      const id = session.subscribes[0]?.id ?? 0;
      session.respond(id, 1, {
        readStream: { values: [portableValue('a'), portableValue('b')], nextOffset: 2 },
      });
      expect((await first).value).to.equal('a');
      const slow = new DbosdError({
        reason: 'SLOW_READER',
        message: 'it took nothing',
        metadata: { next_offset: '2' },
      });
      session.respond(id, 0, { ended: statusOf(slow) });
      expect((await reading.next()).value).to.equal('b');
      const third = reading.next();
      await daemon.until(() => session.subscribes.length === 2);
      expect(session.subscribes[1]?.readStream?.offset).to.equal(2);
      session.respond(id, 1, { readStream: { values: [portableValue('c')], nextOffset: 3 } });
      expect((await third).value).to.equal('c');
      await reading.return();
    }));

  it('is told which value it cannot read, and can go on after it', () =>
    withClient({}, async (client, daemon) => {
      const pickled = { data: 'gASVBQ==', serialization: 'py_pickle' };
      const undecodable = rejection(client.readStream('wf', 'out').next());
      await daemon.until(() => daemon.session.subscribes.length === 1);
      daemon.session.respond(daemon.session.subscribes[0]?.id ?? 0, 1, {
        readStream: { values: [{ payload: pickled }], nextOffset: 9 },
      });
      const error = (await undecodable) as UndecodableError;
      expect(error).to.be.instanceOf(UndecodableError);
      expect(error.payload).to.deep.equal(pickled);
      expect(error.metadata).to.include({ offset: '8', key: 'out' });

      const oversized = rejection(client.readStream('wf', 'out', { offset: 9 }).next());
      await daemon.until(() => daemon.session.subscribes.length === 2);
      daemon.session.respond(daemon.session.subscribes[1]?.id ?? 0, 1, {
        readStream: { values: [{ oversized: { size: 70_000_000 } }], nextOffset: 10 },
      });
      const tooLarge = (await oversized) as DbosdError;
      expect(tooLarge.reason).to.equal('VALUE_TOO_LARGE');
      expect(tooLarge.metadata).to.include({ size: '70000000', offset: '9' });
    }));

  it('of one offset gets its value, or DBOSStreamTimeoutError when the stream has ended before', () =>
    withClient({}, async (client, daemon) => {
      const value = client.readStreamOffset('wf', 'out', 3);
      const none = rejection(client.readStreamOffset('wf', 'out', 4, { timeoutSeconds: 5 }));
      await daemon.until(() => daemon.requests.length === 2);
      const [first, second] = daemon.requests;
      daemon.session.answer(first?.id ?? 0, {
        readStreamOffset: { value: { value: portableValue('v'), offset: 3 } },
      });
      daemon.session.answer(second?.id ?? 0, { readStreamOffset: { end: { closed: {} } } });
      expect(await value).to.equal('v');
      expect(await none)
        .to.be.instanceOf(DBOSStreamTimeoutError)
        .and.to.include({ timeoutMS: undefined });
    }));

  it('passes on that there is no such workflow', () =>
    withClient({}, async (client, daemon) => {
      const waiting = rejection(client.readStream('wf', 'out').next());
      await daemon.until(() => daemon.session.subscribes.length === 1);
      const missing = new DbosdError({ reason: 'WORKFLOW_NOT_FOUND', message: 'there is no wf' });
      daemon.session.respond(daemon.session.subscribes[0]?.id ?? 0, 0, { ended: statusOf(missing) });
      expect(await waiting).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
    }));
});

function fail(): never {
  throw new Error('a subscription is missing');
}
