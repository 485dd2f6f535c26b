import { expect } from 'chai';
import { DbosdError } from '@dbosd/client';
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

  it('is nothing when it is empty', () =>
    withClient({}, async (client) => {
      expect(await client.sendBatch([])).to.deep.equal([]);
    }));
});
