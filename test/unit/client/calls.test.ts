import { expect } from 'chai';
import { DbosdError } from '@dbosd/client';
import { acknowledgeSends, type FakeSession } from '../../support/fake-daemon.js';
import { rejection, withClient } from './client-and-daemon.js';

describe('calls over a session', () => {
  it('share a frame when they are issued in one tick, in the order of issue', () =>
    withClient({ onRequest: acknowledgeSends }, async (client, daemon) => {
      await Promise.all(Array.from({ length: 100 }, (_, at) => client.send('wf', at)));
      const [frame, ...more] = daemon.session.frames;
      expect(more).to.have.length(0);
      expect(frame?.requests.map(({ send }) => send?.message?.payload?.data)).to.deep.equal(
        Array.from({ length: 100 }, (_, at) => String(at)),
      );
    }));

  it('share a frame only up to 256 KiB, and a larger one travels alone', () =>
    withClient({ onRequest: acknowledgeSends }, async (client, daemon) => {
      const large = 'x'.repeat(300 * 1024);
      const middle = 'x'.repeat(100 * 1024);
      await Promise.all([middle, middle, middle, large, 'small'].map((text) => client.send('wf', text)));
      expect(daemon.session.frames.map(({ requests }) => requests.length)).to.deep.equal([2, 1, 1, 1]);
    }));

  it('queue in the client beyond max_calls, and go on as answers come', () =>
    withClient({ limits: { maxCalls: 2 } }, async (client, daemon) => {
      const sends = Promise.all([1, 2, 3, 4, 5].map((message) => client.send('wf', message)));
      const waiting = rejection(client.getEvent('wf', 'waits are counted apart'));
      const sent = (): string[] =>
        daemon.requests.filter(({ call }) => call === 'send').map(({ id }) => String(id));
      await daemon.until(() => daemon.requests.some(({ call }) => call === 'getEvent'));
      expect(sent()).to.have.length(2);
      let answered = 0;
      for (const arrived of [4, 5, 5]) {
        for (const request of daemon.requests.slice(answered)) acknowledgeSends(daemon.session, request);
        answered = daemon.requests.length;
        await daemon.until(() => sent().length === arrived);
      }
      await sends;
      await client.destroy();
      expect(await waiting).to.include({ reason: 'REQUEST_ABORTED' });
    }));

  it('queue in the client beyond max_bytes', () =>
    withClient({ limits: { maxBytes: 1000 } }, async (client, daemon) => {
      const sends = Promise.all(['a', 'b', 'c'].map((text) => client.send('wf', text.repeat(400))));
      await daemon.until(() => daemon.requests.length > 0);
      expect(daemon.requests).to.have.length(2);
      for (const request of [...daemon.requests]) acknowledgeSends(daemon.session, request);
      await daemon.until(() => daemon.requests.length === 3);
      acknowledgeSends(daemon.session, daemon.requests[2] ?? fail());
      await sends;
    }));

  it('are refused in the client when they are larger than the daemon takes', () =>
    withClient({ limits: { maxRequestBytes: 1000 } }, async (client, daemon) => {
      const error = await rejection(client.send('wf', 'x'.repeat(2000)));
      expect(error).to.include({ reason: 'PAYLOAD_TOO_LARGE', outcome: 'not_applied' });
      expect(daemon.requests).to.have.length(0);
    }));

  it('always carry a key, which is the caller’s where there is one', () =>
    withClient({ onRequest: acknowledgeSends }, async (client, daemon) => {
      await client.send('wf', 1, 'topic', 'mine');
      await client.send('wf', 2);
      const [given, made] = daemon.requests.map(({ send }) => send?.message);
      expect(given).to.include({ topic: 'topic', idempotencyKey: 'mine', destinationId: 'wf' });
      expect(made?.idempotencyKey).to.match(/^[0-9a-f-]{36}$/);
      expect(made).to.not.have.property('topic');
    }));

  it('are made again when the store was away for a moment', () => {
    let refused = 0;
    const onRequest = (session: FakeSession, request: Parameters<typeof acknowledgeSends>[1]): void => {
      if (refused === 2) {
        acknowledgeSends(session, request);
        return;
      }
      refused += 1;
      session.refuse(
        request.id,
        new DbosdError({ reason: 'STORE_UNAVAILABLE', message: 'no database', retryAfterMs: 1 }),
      );
    };
    return withClient({ onRequest }, async (client, daemon) => {
      await client.send('wf', 1);
      expect(new Set(daemon.requests.map(({ send }) => send?.message?.idempotencyKey)).size).to.equal(1);
      expect(daemon.requests).to.have.length(3);
    });
  });

  it('to one destination keep their order through retries', () => {
    let refusals = 3;
    const stored: string[] = [];
    const onRequest = (session: FakeSession, request: Parameters<typeof acknowledgeSends>[1]): void => {
      const { destinationId = '', payload } = request.send?.message ?? {};
      if (destinationId === 'slow' && refusals > 0) {
        refusals -= 1;
        session.refuse(request.id, new DbosdError({ reason: 'STORE_UNAVAILABLE', message: 'no database' }));
        return;
      }
      stored.push(`${destinationId} ${payload?.data ?? ''}`);
      acknowledgeSends(session, request);
    };
    return withClient({ onRequest }, async (client, daemon) => {
      const sends = [1, 2, 3].map((message) => client.send('slow', message));
      await daemon.until(() => refusals === 0);
      // Answered behind the refusals: now the client knows of them.
      await client.send('quick', 4);
      sends.push(client.send('slow', 5));
      await Promise.all(sends);
      expect(stored.filter((one) => one.startsWith('slow'))).to.deep.equal([
        'slow 1',
        'slow 2',
        'slow 3',
        'slow 5',
      ]);
    });
  });

  it('reject with the daemon’s error when it does not pass', () => {
    const error = new DbosdError({ reason: 'WORKFLOW_NOT_FOUND', message: 'there is no wf' });
    return withClient(
      {
        onRequest: (session, { id }) => {
          session.refuse(id, error);
        },
      },
      async (client, daemon) => {
        expect(await rejection(client.send('wf', 1))).to.include({
          reason: 'WORKFLOW_NOT_FOUND',
          message: 'there is no wf',
        });
        expect(daemon.requests).to.have.length(1);
      },
    );
  });

  it('reject with REQUEST_ABORTED and the signal’s reason', () =>
    withClient({}, async (client, daemon) => {
      const abort = new AbortController();
      const reason = new Error('enough');
      const sending = rejection(client.send('wf', 1, undefined, undefined, { signal: abort.signal }));
      await daemon.until(() => daemon.requests.length === 1);
      abort.abort(reason);
      expect(await sending).to.include({ reason: 'REQUEST_ABORTED', cause: reason, outcome: 'unknown' });
      await daemon.until(() => daemon.session.cancels.length === 1);
      const late = rejection(client.send('wf', 2, undefined, undefined, { signal: abort.signal }));
      expect(await late).to.include({ reason: 'REQUEST_ABORTED', cause: reason, outcome: 'not_applied' });
      expect(daemon.requests).to.have.length(1);
    }));
});

function fail(): never {
  throw new Error('a request is missing');
}
