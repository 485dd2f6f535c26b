import { DbosdError, type contract } from '@dbosd/shared';
import { expect } from 'chai';
import type { Sink, StreamBatch, Wait } from '@dbosd/daemon/internal/operations/operations.js';
import { fakeOperations, sent } from '../../support/fake-operations.js';
import { gate } from '../../support/gate.js';
import { withServer } from '../../support/rpc-server.js';

const MIB = 1024 * 1024;

function send(id: number, destinationId: string, data = '1'): contract.SessionRequest {
  return { id, send: { message: { destinationId, payload: { data } } } };
}
function getEvent(id: number, key = 'k'): contract.SessionRequest {
  return { id, getEvent: { workflowId: 'w', key } };
}

/** A wait that ends only with its signal. */
function forever(wait: Wait): Promise<never> {
  return new Promise((_resolve, reject) => {
    wait.signal.addEventListener('abort', () => {
      reject(wait.signal.reason);
    });
  });
}

describe('a session', () => {
  it('announces its limits first', async () => {
    await withServer(
      fakeOperations({}),
      async ({ caller }) => {
        const opened = await caller.openSession().opened();
        expect(opened).to.deep.equal({
          maxPayloadBytes: 1000,
          maxRequestBytes: 1000 + 512 * 1024,
          maxWaits: 20_000,
          maxCalls: 7,
          maxBytes: 16 * MIB,
          daemonVersion: '0.0.0-test',
        });
      },
      { maxPayloadBytes: 1000, sessions: { maxCalls: 7 } },
    );
  });

  it('reaches the verbs in the order of the frame, and answers all requests of a commit in one frame', async () => {
    const committed = gate();
    const order: string[] = [];
    const operations = fakeOperations({
      send: async ({ destinationId }) => {
        order.push(destinationId);
        if (order.length === 300) committed.open();
        await committed.passed;
        return sent(destinationId);
      },
    });
    await withServer(operations, async ({ caller }) => {
      const session = caller.openSession();
      const requests = Array.from({ length: 300 }, (_, index) => send(index + 1, `w${String(index)}`));
      session.write({ requests });
      await session.answer(300);
      expect(order).to.deep.equal(requests.map(({ send: request }) => request?.message?.destinationId));
      expect(session.answers().map(({ id, send: answer }) => [id, answer?.messageId])).to.deep.equal(
        order.map((name, index) => [index + 1, name]),
      );
      expect(session.frames.filter(({ answers }) => answers.length > 0)).to.have.length(1);
    });
  });

  it('answers a refused request under its number and goes on with the others', async () => {
    const operations = fakeOperations({
      send: ({ destinationId }) =>
        destinationId === 'missing'
          ? Promise.reject(new DbosdError({ reason: 'WORKFLOW_NOT_FOUND', message: 'no workflow missing' }))
          : Promise.resolve(sent('m')),
    });
    await withServer(operations, async ({ caller }) => {
      const session = caller.openSession();
      session.write({ requests: [send(1, 'missing'), send(2, ''), { id: 3 }, send(4, 'w')] });
      expect((await session.refusal(1)).reason).to.equal('WORKFLOW_NOT_FOUND');
      expect((await session.refusal(2)).field).to.equal('message.destination_id');
      expect((await session.refusal(3)).reason).to.equal('INVALID_FIELD');
      expect((await session.answer(4)).outcome).to.equal('send');
    });
  });

  it('is not read from while its calls stand at their limit, and loses nothing', async () => {
    const gates = [gate(), gate(), gate()];
    const begun: string[] = [];
    const operations = fakeOperations({
      send: async ({ destinationId }) => {
        begun.push(destinationId);
        await gates[Number(destinationId)]?.passed;
        return sent(destinationId);
      },
    });
    await withServer(
      operations,
      async ({ caller }) => {
        const session = caller.openSession();
        for (const index of [0, 1, 2]) session.write({ requests: [send(index + 1, String(index))] });
        await session.opened();
        gates[0]?.open();
        await session.answer(1);
        expect(begun.length).to.be.lessThan(3);
        gates[1]?.open();
        gates[2]?.open();
        await session.answer(3);
        expect(begun).to.deep.equal(['0', '1', '2']);
      },
      { sessions: { maxCalls: 1 } },
    );
  });

  it('refuses a wait beyond its limit, and takes one again when a wait was cancelled', async () => {
    const waits: Wait[] = [];
    const operations = fakeOperations({
      getEvent: (_query, wait) => {
        waits.push(wait);
        return waits.length === 3 ? Promise.resolve({ kind: 'timedOut' }) : forever(wait);
      },
      send: () => Promise.resolve(sent('m')),
    });
    await withServer(
      operations,
      async ({ caller }) => {
        const session = caller.openSession();
        session.write({ requests: [getEvent(1), getEvent(2), getEvent(3), send(4, 'w')] });
        expect((await session.refusal(3)).reason).to.equal('TOO_MANY_WAITS');
        expect((await session.answer(4)).outcome).to.equal('send');
        session.write({ cancels: [1], requests: [getEvent(5)] });
        expect((await session.answer(5)).outcome).to.equal('getEvent');
        expect(waits.map(({ signal }) => signal.aborted)).to.deep.equal([true, false, false]);
        expect(session.answers().map(({ id }) => id)).to.have.members([3, 4, 5]);
      },
      { sessions: { maxWaits: 2 } },
    );
  });

  it('ends a wait that is begun and cancelled in one frame', async () => {
    const aborted = gate();
    const operations = fakeOperations({
      getEvent: (_query, wait) => {
        wait.signal.addEventListener('abort', () => {
          aborted.open();
        });
        return forever(wait);
      },
    });
    await withServer(operations, async ({ caller }) => {
      caller.openSession().write({ requests: [getEvent(1)], cancels: [1] });
      await aborted.passed;
    });
  });

  for (const [what, requests] of [
    ['zero', [send(0, 'w')]],
    ['too large', [{ ...send(1, 'w'), id: 2 ** 53 }]],
    ['twice in flight', [getEvent(1), getEvent(1)]],
  ] as const) {
    it(`ends when a number is ${what}`, async () => {
      const operations = fakeOperations({ getEvent: (_query, wait) => forever(wait) });
      await withServer(operations, async ({ caller, server }) => {
        const session = caller.openSession();
        session.write({ requests: [...requests] });
        const error = await session.end;
        expect(error?.reason).to.equal('INVALID_FIELD');
        expect(error?.field).to.equal('requests.id');
        expect(server.openSessions).to.equal(0);
      });
    });
  }

  it('ends when a frame does not parse', async () => {
    await withServer(fakeOperations({}), async ({ caller }) => {
      const session = caller.openSession();
      session.write(Buffer.from([0x0a, 0x7f]));
      expect((await session.end)?.reason).to.equal('INVALID_FIELD');
    });
  });

  it('answers what is in flight after a half-close, then ends well', async () => {
    const [begun, finish] = [gate(), gate()];
    const operations = fakeOperations({
      getEvent: async () => {
        begun.open();
        await finish.passed;
        return { kind: 'timedOut' };
      },
    });
    await withServer(operations, async ({ caller }) => {
      const session = caller.openSession();
      session.write({ requests: [getEvent(1)] });
      await begun.passed;
      session.stream.end();
      finish.open();
      expect((await session.answer(1)).getEvent?.outcome).to.equal('timedOut');
      expect(await session.end).to.equal(undefined);
    });
  });

  it('aborts its waits and subscriptions when the client has gone', async () => {
    const [begun, wait, watch] = [gate(), gate(), gate()];
    const operations = fakeOperations({
      getEvent: (_query, { signal }) => {
        signal.addEventListener('abort', () => {
          wait.open();
        });
        return new Promise(() => undefined);
      },
      watchEvents: (_query, _sink, signal) => {
        signal.addEventListener('abort', () => {
          watch.open();
        });
        begun.open();
        return new Promise(() => undefined);
      },
    });
    await withServer(operations, async ({ caller }) => {
      const session = caller.openSession();
      session.write({
        requests: [getEvent(1)],
        subscribes: [{ id: 2, creditBytes: 1, watchEvents: { workflowId: 'w' } }],
      });
      await begun.passed;
      session.stream.cancel();
      await Promise.all([wait.passed, watch.passed]);
    });
  });

  it('asks its client to go when the daemon drains, and still answers', async () => {
    const operations = fakeOperations({ send: () => Promise.resolve(sent('m')) });
    await withServer(operations, async ({ caller, server }) => {
      const [early, late] = [caller.openSession(), caller.openSession()];
      await early.opened();
      await late.opened();
      server.beginDrain();
      const goingAway = (
        frames: readonly contract.OpenResponse__Output[],
      ): contract.GoingAway__Output | undefined =>
        frames.find((frame) => frame.goingAway)?.goingAway ?? undefined;
      expect(await early.until(goingAway)).to.deep.equal({ draining: true });
      early.write({ requests: [send(1, 'w')] });
      expect((await early.answer(1)).outcome).to.equal('send');
      expect(await caller.openSession().until(goingAway)).to.deep.equal({ draining: true });
      early.stream.end();
      expect(await early.end).to.equal(undefined);
    });
  });

  it('asks its client to renew it', async () => {
    await withServer(
      fakeOperations({}),
      async ({ caller }) => {
        const frame = await caller.openSession().until((frames) => frames.find(({ goingAway }) => goingAway));
        expect(frame.goingAway).to.deep.equal({ draining: false });
      },
      { timing: { renewMs: 5 } },
    );
  });

  it('sends empty frames when idle', async () => {
    await withServer(
      fakeOperations({}),
      async ({ caller }) => {
        const session = caller.openSession();
        const empty = await session.until((frames) => frames.filter(({ opened }) => opened === null)[1]);
        expect(empty).to.deep.include({ answers: [], responses: [], goingAway: null });
      },
      { timing: { heartbeatMs: 5 } },
    );
  });

  it('ends when its client is silent', async () => {
    await withServer(
      fakeOperations({}),
      async ({ caller }) => {
        const error = await caller.openSession().end;
        expect(error?.reason).to.equal('TRANSPORT');
        expect(error?.message).to.include('nothing was received');
      },
      { timing: { silenceMs: 20 } },
    );
  });

  it('is not ended for silence while it is not read from', async () => {
    const [begun, finish] = [gate(), gate()];
    const operations = fakeOperations({
      send: async () => {
        begun.open();
        await finish.passed;
        return sent('m');
      },
    });
    await withServer(
      operations,
      async ({ caller }) => {
        const session = caller.openSession();
        session.write({ requests: [send(1, 'w')] });
        await begun.passed;
        // Beats go out all the while: by the third, several times the silence has passed.
        await session.until((frames) => frames.filter(({ opened }) => opened === null)[2]);
        finish.open();
        expect((await session.answer(1)).outcome).to.equal('send');
      },
      { sessions: { maxCalls: 1 }, timing: { silenceMs: 100, heartbeatMs: 120 } },
    );
  });

  it('is ended with DRAINING when the grace of a stop is over', async () => {
    const begun = gate();
    const operations = fakeOperations({
      getEvent: () => {
        begun.open();
        return new Promise(() => undefined);
      },
    });
    await withServer(operations, async ({ caller, server }) => {
      const session = caller.openSession();
      session.write({ requests: [getEvent(1)] });
      await begun.passed;
      await server.stop();
      expect((await session.end)?.reason).to.equal('DRAINING');
    });
  });
});

describe('the output of a session', () => {
  it('cuts frames at their size, and lets a larger answer travel alone', async () => {
    const value = { kind: 'payload', data: JSON.stringify('x'.repeat(400_000)) } as const;
    const operations = fakeOperations({
      getEvent: ({ key }) =>
        Promise.resolve({
          kind: 'value',
          value: key === 'large' ? value : { kind: 'payload', data: JSON.stringify('y'.repeat(100_000)) },
          revision: Buffer.alloc(16),
        }),
    });
    await withServer(operations, async ({ caller }) => {
      const session = caller.openSession();
      session.write({
        requests: [getEvent(1), getEvent(2), getEvent(3, 'large'), getEvent(4), getEvent(5), getEvent(6)],
      });
      await session.answer(6);
      const frames = session.frames
        .map(({ answers }) => answers.map(({ id }) => id))
        .filter(({ length }) => length);
      expect(frames).to.deep.equal([[1, 2], [3], [4, 5], [6]]);
    });
  });

  it('stops the reading while a slow client leaves it full, and loses nothing', async () => {
    const value = { kind: 'payload', data: JSON.stringify('x'.repeat(MIB)) } as const;
    let asked = 0;
    const operations = fakeOperations({
      getEvent: () => {
        asked += 1;
        return Promise.resolve({ kind: 'value', value, revision: Buffer.alloc(16) });
      },
    });
    await withServer(
      operations,
      async ({ caller }) => {
        const session = caller.openSession();
        await session.opened();
        session.stream.pause();
        for (let id = 1; id <= 200; id += 1) session.write({ requests: [getEvent(id)] });
        // Comes after the frames on the same connection, so they have all arrived, read or not.
        await caller.call('EventService/GetEvent', { workflowId: 'w', key: 'k' });
        const whilePaused = asked;
        session.stream.resume();
        await session.answer(200);
        expect(whilePaused).to.be.lessThan(100);
        expect(session.answers().map(({ id }) => id)).to.deep.equal(
          Array.from({ length: 200 }, (_, i) => i + 1),
        );
      },
      { sessions: { maxOutputBytes: 2 * MIB } },
    );
  });
});

describe('a subscription', () => {
  const subscribe = (id: number, creditBytes: number): contract.OpenRequest => ({
    subscribes: [{ id, creditBytes, readStream: { workflowId: 'w', key: 's' } }],
  });
  const batch = (nextOffset: number, size = 100): StreamBatch => ({
    values: [{ kind: 'payload', data: JSON.stringify('x'.repeat(size)) }],
    nextOffset,
  });

  it('sends until its credit is used up, and goes on when more comes', async () => {
    const [sink, more] = [gate<Sink<StreamBatch>>(), gate()];
    const operations = fakeOperations({
      readStream: async (_query, given) => {
        sink.open(given);
        await more.passed;
      },
    });
    await withServer(operations, async ({ caller }) => {
      const session = caller.openSession();
      session.write(subscribe(1, 150));
      const given = await sink.passed;
      expect(given.offer(batch(1))).to.equal(true);
      expect(given.offer(batch(2))).to.equal(false);
      const ready = gate();
      void given.ready().then(() => {
        ready.open();
      });
      const used = await session.until(() => session.responses(1)[1] && session.responses(1));
      expect(used.map(({ readStream }) => readStream?.nextOffset)).to.deep.equal([1, 2]);
      expect(used[0]?.bytes).to.be.within(100, 150);
      session.write({ credits: [{ id: 1, bytes: used.reduce((sum, { bytes }) => sum + bytes, 0) }] });
      await ready.passed;
      expect(given.offer(batch(3))).to.equal(true);
      more.open();
      expect((await session.ended(1)).code).to.equal(0);
      expect(session.responses(1).at(-1)?.outcome).to.equal('ended');
    });
  });

  it('ends with the error of its verb', async () => {
    const operations = fakeOperations({
      readStream: () =>
        Promise.reject(new DbosdError({ reason: 'WORKFLOW_NOT_FOUND', message: 'no workflow w' })),
    });
    await withServer(operations, async ({ caller }) => {
      const session = caller.openSession();
      session.write(subscribe(1, 1));
      expect(await session.ended(1)).to.include({ code: 5, message: 'no workflow w' });
    });
  });

  it('without credit, or with a wrong request, ends at once with INVALID_FIELD', async () => {
    await withServer(fakeOperations({}), async ({ caller }) => {
      const session = caller.openSession();
      session.write(subscribe(1, 0));
      expect((await session.ended(1)).message).to.include('credit_bytes');
      session.write({ subscribes: [{ id: 2, creditBytes: 1, readStream: { workflowId: 'w', key: '' } }] });
      expect((await session.ended(2)).message).to.include('key is empty');
      session.write({ subscribes: [{ id: 3, creditBytes: 1 }] });
      expect((await session.ended(3)).message).to.include('subscribes.call');
    });
  });

  it('counts as a wait, and its place is free again once it is unsubscribed', async () => {
    const unsubscribed = gate();
    const operations = fakeOperations({
      readStream: (_query, _sink, signal) => {
        signal.addEventListener('abort', () => {
          unsubscribed.open();
        });
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason);
          });
        });
      },
      getEvent: () => Promise.resolve({ kind: 'timedOut' }),
    });
    await withServer(
      operations,
      async ({ caller }) => {
        const session = caller.openSession();
        session.write(subscribe(1, 1));
        session.write({ requests: [getEvent(2)] });
        expect((await session.refusal(2)).reason).to.equal('TOO_MANY_WAITS');
        session.write({ unsubscribes: [1], requests: [getEvent(3)] });
        expect((await session.answer(3)).outcome).to.equal('getEvent');
        await unsubscribed.passed;
        expect(session.responses(1)).to.deep.equal([]);
      },
      { sessions: { maxWaits: 1 } },
    );
  });

  it('is told that nobody waits when it waits for credit and the client goes', async () => {
    const [waiting, ended] = [gate(), gate<unknown>()];
    const operations = fakeOperations({
      readStream: async (_query, sink) => {
        sink.offer(batch(1));
        const ready = sink.ready();
        waiting.open();
        await ready.catch((error: unknown) => {
          ended.open(error);
        });
      },
    });
    await withServer(operations, async ({ caller }) => {
      const session = caller.openSession();
      session.write(subscribe(1, 1));
      await waiting.passed;
      session.stream.cancel();
      expect(await ended.passed).to.be.instanceOf(DbosdError);
    });
  });
});
