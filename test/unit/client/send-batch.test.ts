import { expect } from 'chai';
import { DbosdError, type MessageToSend, type Reason, type SendOutcome } from '@dbosd/client';
import { toStatus, type contract } from '@dbosd/shared';
import type { FakeSession } from '../../support/fake-daemon.js';
import { rejection, withClient } from './client-and-daemon.js';

const REFUSED = new DbosdError({ reason: 'WORKFLOW_NOT_FOUND', message: 'there is no gone' });

/** Stores every message of a batch but those to `gone`. */
function answerBatches(session: FakeSession, { id, sendBatch }: contract.SessionRequest__Output): void {
  const outcomes = (sendBatch?.messages ?? []).map(({ destinationId, idempotencyKey = '' }) =>
    destinationId === 'gone'
      ? { error: toStatus(REFUSED) }
      : {
          sent: {
            messageId: `${idempotencyKey}::${destinationId}`,
            duplicate: true,
            destinationStatus: 'WORKFLOW_STATUS_SUCCESS' as const,
          },
        },
  );
  session.answer(id, { sendBatch: { outcomes } });
}

/** Answers a batch with a verdict for each destination: `stored`, or the reason of a failure. */
function answerAs(
  session: FakeSession,
  { id, sendBatch }: contract.SessionRequest__Output,
  verdicts: Readonly<Record<string, string>>,
): void {
  const outcomes = (sendBatch?.messages ?? []).map(({ destinationId, idempotencyKey = '' }) => {
    const verdict = verdicts[destinationId];
    return verdict === 'stored'
      ? { sent: { messageId: idempotencyKey } }
      : { error: toStatus(new DbosdError({ reason: verdict as Reason, message: 'as told' })) };
  });
  session.answer(id, { sendBatch: { outcomes } });
}

function toDestination(destinationID: string): MessageToSend {
  return { destinationID, message: 1 };
}

function destinationsOf({ sendBatch }: contract.SessionRequest__Output): string[] {
  return (sendBatch?.messages ?? []).map(({ destinationId }) => destinationId);
}

function verdictOf(outcome: SendOutcome): string {
  return outcome.ok ? 'stored' : outcome.error.reason;
}

describe('a batch', () => {
  it('has an outcome for each message, and one bad message fails no other', () =>
    withClient({ onRequest: answerBatches }, async (client, daemon) => {
      const outcomes = await client.sendBatch([
        { destinationID: 'wf', message: 1, idempotencyKey: 'k' },
        { destinationID: 'gone', message: 2 },
      ]);
      expect(outcomes[0]).to.deep.equal({
        ok: true,
        messageID: 'k::wf',
        idempotencyKey: 'k',
        duplicate: true,
        differs: false,
        destinationStatus: 'SUCCESS',
      });
      const refused = outcomes[1];
      expect(refused?.ok === false && refused.error.reason).to.equal('WORKFLOW_NOT_FOUND');
      expect(daemon.requests).to.have.length(1);
    }));

  it('of more than 1,000 messages is cut into several requests, in order', () =>
    withClient({ onRequest: answerBatches }, async (client, daemon) => {
      const outcomes = await client.sendBatch(
        Array.from({ length: 2500 }, (_, at) => ({
          destinationID: 'wf',
          message: at,
          idempotencyKey: String(at),
        })),
      );
      const batches = daemon.requests.map(({ sendBatch }) => sendBatch?.messages ?? []);
      expect(batches.map(({ length }) => length)).to.deep.equal([1000, 1000, 500]);
      expect(batches.flat().map(({ payload }) => Number(payload?.data))).to.deep.equal([
        ...Array(2500).keys(),
      ]);
      expect(outcomes.map(({ idempotencyKey }) => Number(idempotencyKey))).to.deep.equal([
        ...Array(2500).keys(),
      ]);
    }));

  it('of more bytes than a request may have is cut, and a message that fits none fails alone', () =>
    withClient({ limits: { maxRequestBytes: 3000 }, onRequest: answerBatches }, async (client, daemon) => {
      const outcomes = await client.sendBatch(
        [1000, 1000, 1000, 5000, 10].map((size) => ({ destinationID: 'wf', message: 'x'.repeat(size) })),
      );
      expect(daemon.requests.map(({ sendBatch }) => sendBatch?.messages.length)).to.deep.equal([2, 1, 1]);
      expect(outcomes.map(({ ok }) => ok)).to.deep.equal([true, true, true, false, true]);
      const tooLarge = outcomes[3];
      expect(tooLarge?.ok === false && tooLarge.error.reason).to.equal('PAYLOAD_TOO_LARGE');
    }));

  it('of all or nothing is one request, or PAYLOAD_TOO_LARGE', () =>
    withClient({ limits: { maxRequestBytes: 3000 }, onRequest: answerBatches }, async (client, daemon) => {
      const messages = (count: number): { destinationID: string; message: string }[] =>
        Array.from({ length: count }, () => ({ destinationID: 'wf', message: 'x'.repeat(1000) }));
      const error = await rejection(client.sendBatch(messages(3), { allOrNothing: true }));
      expect(error).to.include({ reason: 'PAYLOAD_TOO_LARGE', outcome: 'not_applied' });
      expect(daemon.requests).to.deep.equal([]);
      await client.sendBatch(messages(2), { allOrNothing: true });
      expect(daemon.requests[0]?.sendBatch?.allOrNothing).to.equal(true);
    }));

  it('sends a member again that failed for a transient reason, under its key, and keeps the verdicts of the others', () => {
    const verdicts = [
      { a: 'STORE_UNAVAILABLE', b: 'stored', c: 'WORKFLOW_NOT_FOUND', d: 'OUTCOME_UNKNOWN' },
      { a: 'OVERLOADED', d: 'stored' },
      { a: 'stored' },
    ];
    return withClient(
      {
        onRequest: (session, request) => {
          answerAs(session, request, verdicts.shift() ?? {});
        },
      },
      async (client, daemon) => {
        const outcomes = await client.sendBatch(['a', 'b', 'c', 'd'].map(toDestination));
        expect(outcomes.map(verdictOf)).to.deep.equal(['stored', 'stored', 'WORKFLOW_NOT_FOUND', 'stored']);
        expect(daemon.requests.map(destinationsOf)).to.deep.equal([['a', 'b', 'c', 'd'], ['a', 'd'], ['a']]);
        const keys = daemon.requests.map((one) => one.sendBatch?.messages[0]?.idempotencyKey);
        expect(new Set(keys).size).to.equal(1);
        expect(keys[0]).to.equal(outcomes[0]?.idempotencyKey);
      },
    );
  });

  it('keeps a transient failure of a member as its outcome when the time that calls bear it is over', () =>
    withClient(
      {
        onRequest: (session, request) => {
          answerAs(session, request, { a: 'STORE_UNAVAILABLE', b: 'stored' });
        },
      },
      async (client) => {
        const outcomes = await client.sendBatch(['a', 'b'].map(toDestination));
        expect(outcomes.map(verdictOf)).to.deep.equal(['STORE_UNAVAILABLE', 'stored']);
      },
      { unavailableTimeoutMs: 1 },
    ));

  it('holds later sends back while a member waits to be sent again', () => {
    const verdicts = [{ a: 'STORE_UNAVAILABLE' }, { a: 'stored' }];
    return withClient(
      {
        onRequest: (session, request) => {
          if (request.sendBatch) answerAs(session, request, verdicts.shift() ?? {});
          else if (request.send) session.answer(request.id, { send: {} });
          else session.refuse(request.id, REFUSED);
        },
      },
      async (client, daemon) => {
        const batch = client.sendBatch([toDestination('a')]);
        // Answered after the batch: by then the verdict has arrived.
        await client.getWorkflow('gone');
        await Promise.all([batch, client.send('a', 'later')]);
        const sends = daemon.requests.map(({ call }) => call).filter((call) => call !== 'getWorkflow');
        expect(sends).to.deep.equal(['sendBatch', 'sendBatch', 'send']);
      },
    );
  });

  it('keeps what has a verdict when the session ends before the rest has one', () =>
    withClient(
      {
        onRequest: (session, request) => {
          if (request.sendBatch?.messages.length === 2) {
            answerAs(session, request, { a: 'STORE_UNAVAILABLE', b: 'stored' });
          } else {
            session.refuse(request.id, new DbosdError({ reason: 'PERMISSION_DENIED', message: 'no more' }));
          }
        },
      },
      async (client) => {
        const outcomes = await client.sendBatch(['a', 'b'].map(toDestination));
        expect(outcomes.map(verdictOf)).to.deep.equal(['PERMISSION_DENIED', 'stored']);
      },
    ));

  it('is nothing when it is empty', () =>
    withClient({}, async (client) => {
      expect(await client.sendBatch([])).to.deep.equal([]);
    }));
});
