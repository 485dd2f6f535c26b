import { randomUUID } from 'node:crypto';
import { fromStatus, type contract } from '@dbosd/shared';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { eventually } from '../support/collect.js';
import type { OwnDaemon } from '../support/own-daemon.js';
import { withDaemon } from '../support/surfaces/over-surfaces.js';
import { RawSession } from '../support/surfaces/raw-session.js';

const KIB = 1024;

/** Opens sessions that are closed after each test. */
function sessionsOf(on: () => OwnDaemon): () => Promise<RawSession> {
  const open: RawSession[] = [];
  afterEach(() => {
    for (const session of open.splice(0)) session.close();
  });
  return async () => {
    const session = await RawSession.open(on().address);
    open.push(session);
    return session;
  };
}

function sendOf(destinationId: string, data: unknown): contract.SendRequest {
  return { message: { destinationId, payload: { data: JSON.stringify(data) } } };
}

const WAIT = { seconds: 600, nanos: 0 };

withDaemon('A session', (on) => {
  const open = sessionsOf(on);

  it('announces its limits first, and only then', async () => {
    const { opened, frames } = await open();
    expect(opened).to.include({
      maxPayloadBytes: 2 * KIB * KIB,
      maxRequestBytes: 2 * KIB * KIB + 512 * KIB,
      maxWaits: 20_000,
      maxCalls: 4096,
      maxBytes: 16 * KIB * KIB,
    });
    expect(opened.daemonVersion).to.match(/^\d+\.\d+\.\d+/);
    expect(frames.filter((frame) => frame.opened)).to.have.length(1);
  });

  it('answers every request of a frame under its number, the failed ones with their errors', async () => {
    const session = await open();
    const id = await on().dbos.workflow();
    session.write({
      requests: [
        { id: 7, send: sendOf(id, 1) },
        { id: 3, getQueue: { name: 'nothing' } },
        { id: 2 ** 53 - 1, listEvents: { workflowId: id } },
        { id: 9 },
      ],
    });
    expect((await session.answerTo(7)).outcome).to.equal('send');
    expect(fromStatus((await session.answerTo(3)).error!).reason).to.equal('QUEUE_NOT_FOUND');
    expect((await session.answerTo(2 ** 53 - 1)).outcome).to.equal('listEvents');
    expect(fromStatus((await session.answerTo(9)).error!).reason).to.equal('INVALID_FIELD');
  });

  it('shares frames among answers, up to 256 KiB', async () => {
    const session = await open();
    const id = await on().dbos.workflow();
    await on().dbos.setEvent(id, 'k', 'x'.repeat(10 * KIB));
    const ids = Array.from({ length: 200 }, (_, n) => n + 1);
    session.write({
      requests: ids.map((n) => ({ id: n, getEvent: { workflowId: id, key: 'k', timeout: WAIT } })),
    });
    await session.until(() => session.answers.length === 200);
    expect(session.answers.map((answer) => answer.id)).to.have.members(ids);
    const sizes = session.frames.map(({ answers }) => answers.length);
    expect(Math.max(...sizes)).to.be.within(2, 26);
  });

  it('sends messages to one destination in the order of the frames', async () => {
    const session = await open();
    const id = await on().dbos.workflow();
    for (let frame = 0; frame < 20; frame++) {
      const requests = Array.from({ length: 10 }, (_, n) => ({
        id: frame * 10 + n + 1,
        send: sendOf(id, frame * 10 + n),
      }));
      session.write({ requests });
    }
    await session.until(() => session.answers.length === 200);
    expect((await on().dbos.messages(id)).map(({ message }) => Number(message))).to.deep.equal(
      Array.from({ length: 200 }, (_, n) => n),
    );
  });

  it('never holds a call up behind a wait', async () => {
    const session = await open();
    const id = await on().dbos.workflow();
    session.write({
      requests: [
        { id: 1, getEvent: { workflowId: id, key: 'k', timeout: WAIT } },
        { id: 2, send: sendOf(id, 1) },
      ],
    });
    await session.answerTo(2);
    expect(session.answers.some((answer) => answer.id === 1)).to.equal(false);
    await on().dbos.setEvent(id, 'k', 1);
    expect((await session.answerTo(1)).getEvent!.outcome).to.equal('value');
  });

  it('lets go of a wait that is cancelled, even in the frame that brought it, and its number may be used again', async () => {
    const { parts, dbos } = on();
    const session = await open();
    const id = await dbos.workflow();
    const wait = { getEvent: { workflowId: id, key: 'k', timeout: WAIT } };
    session.write({ requests: [{ id: 1, ...wait }] });
    await eventually(() => parts.hub.size > 0);
    session.write({ cancels: [1] });
    session.write({ requests: [{ id: 2, ...wait }], cancels: [2] });
    await eventually(() => parts.hub.size === 0);
    session.write({ requests: [{ id: 1, getQueue: { name: 'nothing' } }], cancels: [99] });
    expect((await session.answerTo(1)).error).to.not.equal(undefined);
    expect(session.answers).to.have.length(1);
  });

  it('carries a write out although it is cancelled', async () => {
    const session = await open();
    const id = await on().dbos.workflow();
    session.write({ requests: [{ id: 1, send: sendOf(id, 1) }], cancels: [1] });
    await eventually(async () => (await on().dbos.messages(id)).length === 1);
  });

  for (const [what, frame] of Object.entries<contract.OpenRequest>({
    'the number 0': { requests: [{ id: 0, getQueue: { name: 'q' } }] },
    'a number above 2^53 - 1': { requests: [{ id: '9007199254740992', getQueue: { name: 'q' } }] },
    'a number that is in flight': {
      requests: [1, 1].map((id) => ({ id, getEvent: { workflowId: 'w', key: 'k', timeout: WAIT } })),
    },
    'credit that is taken back': { credits: [{ id: 1, bytes: -1 }] },
  })) {
    it(`ends at ${what}, with INVALID_FIELD`, async () => {
      const session = await open();
      session.write(frame);
      await session.until(() => session.end !== undefined);
      expect(session.end!.error!.code).to.equal(status.INVALID_ARGUMENT);
      await eventually(() => on().parts.hub.size === 0);
    });
  }

  it('ends at a frame that does not parse, and does no harm to others', async () => {
    const [session, other] = [await open(), await open()];
    session.writeBytes(Buffer.from([0x0a, 0x7f, 0x01]));
    await session.until(() => session.end !== undefined);
    expect(session.end!.error!.code).to.equal(status.INVALID_ARGUMENT);
    other.write({ requests: [{ id: 1, getQueue: { name: 'q' } }] });
    await other.answerTo(1);
  });

  it('answers what is in flight after the client has half-closed, and then ends', async () => {
    const { dbos, parts } = on();
    const session = await open();
    const id = await dbos.workflow();
    session.write({ requests: [{ id: 1, getEvent: { workflowId: id, key: 'k', timeout: WAIT } }] });
    await eventually(() => parts.hub.size > 0);
    session.halfClose();
    await dbos.setEvent(id, 'k', 1);
    await session.until(() => session.end !== undefined);
    expect(session.answers.map((answer) => answer.id)).to.deep.equal([1]);
    expect(session.end).to.not.have.property('error');
  });

  it('leaves nothing behind when it breaks', async () => {
    const { dbos, parts } = on();
    const session = await open();
    const id = await dbos.workflow();
    session.write({
      requests: [
        { id: 1, getEvent: { workflowId: id, key: 'k', timeout: WAIT } },
        { id: 2, awaitWorkflow: { workflowId: id, timeout: WAIT } },
        { id: 3, readStreamOffset: { workflowId: id, key: 's', timeout: WAIT } },
      ],
      subscribes: [
        { id: 4, creditBytes: 1, readStream: { workflowId: id, key: 's' } },
        { id: 5, creditBytes: 1, watchEvents: { workflowId: id } },
      ],
    });
    await eventually(() => parts.hub.size >= 5);
    session.close();
    await eventually(() => parts.hub.size === 0);
  });
});

withDaemon('A subscription', (on) => {
  const open = sessionsOf(on);

  function readOf(session: RawSession, id: number): contract.SubscriptionResponse__Output[] {
    return session.responses.filter((response) => response.id === id);
  }

  function valuesOf(session: RawSession, id: number): number {
    return readOf(session, id).reduce((sum, { readStream }) => sum + (readStream?.values.length ?? 0), 0);
  }

  it('sends while it has credit, overdraws it by one response, and goes on with more', async () => {
    const { dbos } = on();
    const session = await open();
    const id = await dbos.workflow();
    await dbos.query(
      `insert into dbos.streams (workflow_uuid, key, value, serialization, "offset")
       select $1, 's', to_json(repeat('x', 100000))::text, 'portable_json', n from generate_series(0, 9) n`,
      [id],
    );
    await dbos.closeStream(id, 's');
    session.write({ subscribes: [{ id: 1, creditBytes: 1, readStream: { workflowId: id, key: 's' } }] });
    await session.until(() => readOf(session, 1).length === 1);
    // What it would send wrongly it would send before it answers what is asked later.
    session.write({ requests: [{ id: 2, listStreams: { workflowId: id } }] });
    await session.answerTo(2);
    expect(readOf(session, 1)).to.have.length(1);
    const [first] = readOf(session, 1);
    expect(first!.bytes).to.be.within(100_000, 260_000);
    for (let credited = 0; readOf(session, 1).at(-1)!.outcome !== 'ended';) {
      const responses = readOf(session, 1);
      const bytes = responses.slice(credited).reduce((sum, response) => sum + response.bytes, 0);
      credited = responses.length;
      session.write({ credits: [{ id: 1, bytes }] });
      await session.until(() => readOf(session, 1).length > credited);
    }
    expect(valuesOf(session, 1)).to.equal(10);
    expect(readOf(session, 1).at(-1)!.ended!.code).to.equal(status.OK);
  });

  it('without credit holds up neither calls nor other subscriptions', async () => {
    const { dbos } = on();
    const session = await open();
    const id = await dbos.workflow();
    const request = { workflowId: id, key: 's' };
    session.write({
      subscribes: [
        { id: 1, creditBytes: 1, readStream: request },
        { id: 2, creditBytes: 10_000_000, readStream: request },
      ],
    });
    // The first value uses up the little credit there is.
    await dbos.write(id, 's', 0);
    await session.until(() => valuesOf(session, 1) === 1);
    for (let n = 1; n < 10; n++) await dbos.write(id, 's', n);
    await session.until(() => valuesOf(session, 2) === 10);
    session.write({ requests: [{ id: 3, send: sendOf(id, 1) }] });
    await session.answerTo(3);
    expect(valuesOf(session, 1)).to.equal(1);
  });

  it('needs credit to begin with, and a stream that the daemon knows', async () => {
    const session = await open();
    const readStream = { workflowId: randomUUID(), key: 's' };
    session.write({
      subscribes: [
        { id: 1, creditBytes: 0, readStream },
        { id: 2, creditBytes: 1 },
      ],
    });
    await session.until(() => session.responses.length === 2);
    for (const { ended } of session.responses) expect(fromStatus(ended!).reason).to.equal('INVALID_FIELD');
  });

  it('says nothing more once it is unsubscribed, and its number may be used again', async () => {
    const { dbos, parts } = on();
    const session = await open();
    const id = await dbos.workflow();
    const subscribe = { id: 1, creditBytes: 1000, readStream: { workflowId: id, key: 's' } };
    session.write({ subscribes: [subscribe] });
    await eventually(() => parts.hub.size > 0);
    session.write({ unsubscribes: [1] });
    await eventually(() => parts.hub.size === 0);
    await dbos.write(id, 's', 1);
    expect(session.responses).to.be.empty;
    session.write({ subscribes: [subscribe] });
    await session.until(() => valuesOf(session, 1) === 1);
  });
});

withDaemon(
  'An idle session',
  (on) => {
    const open = sessionsOf(on);

    it('receives heartbeats', async () => {
      const session = await open();
      await session.until(() => session.frames.length >= 4);
      for (const frame of session.frames.slice(1)) {
        expect(frame).to.deep.include({ opened: null, answers: [], responses: [], goingAway: null });
      }
    });

    it('is ended when its client is silent', async () => {
      const session = await open();
      await session.until(() => session.end !== undefined);
      expect(session.end!.error!.code).to.equal(status.UNAVAILABLE);
    });
  },
  { timing: { rpc: { heartbeatMs: 20, silenceMs: 500 } } },
);

withDaemon(
  'A session that has lasted long enough',
  (on) => {
    const open = sessionsOf(on);

    it('is asked to move, and is still answered', async () => {
      const session = await open();
      await session.until(() => session.frames.some(({ goingAway }) => goingAway));
      expect(session.frames.find(({ goingAway }) => goingAway)!.goingAway).to.deep.equal({ draining: false });
      session.write({ requests: [{ id: 1, getQueue: { name: 'q' } }] });
      await session.answerTo(1);
    });
  },
  { timing: { rpc: { renewMs: 50 } } },
);

withDaemon('A daemon that drains', (on) => {
  it('asks sessions to go, ends waits with not_yet and streams with DRAINING, and where to resume', async () => {
    const { dbos, parts, address, drain } = on();
    const session = await RawSession.open(address);
    const id = await dbos.workflow();
    await dbos.write(id, 's', 'a', 'b');
    session.write({
      requests: [
        { id: 1, getEvent: { workflowId: id, key: 'k', timeout: WAIT } },
        { id: 2, readStreamOffset: { workflowId: id, key: 's', offset: 9, timeout: WAIT } },
        { id: 3, awaitWorkflow: { workflowId: id, timeout: WAIT } },
      ],
      subscribes: [
        { id: 4, creditBytes: 100_000, readStream: { workflowId: id, key: 's' } },
        { id: 5, creditBytes: 100_000, watchEvents: { workflowId: id } },
      ],
    });
    await session.until(() => session.responses.length > 0);
    await eventually(() => parts.hub.size >= 5);
    const drained = drain();
    await session.until(() => session.answers.length === 3);
    expect(session.frames.find(({ goingAway }) => goingAway)!.goingAway).to.deep.equal({ draining: true });
    for (const { getEvent, readStreamOffset, awaitWorkflow } of session.answers) {
      const answer = getEvent ?? readStreamOffset ?? awaitWorkflow;
      expect(answer!.notYet!.remaining!.seconds).to.be.within(500, 600);
    }
    const ends = (): contract.SubscriptionResponse__Output[] =>
      session.responses.filter(({ ended }) => ended);
    await session.until(() => ends().length === 2);
    for (const { ended, id: of } of ends()) {
      const error = fromStatus(ended!);
      expect(error).to.include({ reason: 'DRAINING', outcome: 'not_applied' });
      if (of === 4) expect(error.metadata['next_offset']).to.equal('2');
    }
    // What is asked before the client has gone is still answered.
    session.write({ requests: [{ id: 6, send: sendOf(id, 1) }] });
    expect((await session.answerTo(6)).outcome).to.equal('send');
    session.halfClose();
    await drained;
    expect(session.end).to.deep.equal({});
  });
});
