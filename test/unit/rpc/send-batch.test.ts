import { DbosdError, fromStatus, type contract } from '@dbosd/shared';
import { expect } from 'chai';
import type { OutgoingMessage } from '@dbosd/daemon/internal/operations/operations.js';
import { failureOf } from '../../support/failure-of.js';
import { fakeOperations, sent } from '../../support/fake-operations.js';
import { withServer } from '../../support/rpc-server.js';

const messages = [
  { destinationId: 'a', payload: { data: '1' } },
  { destinationId: 'b', payload: { data: 'no json' } },
  { destinationId: 'c', payload: { data: '3' } },
  { destinationId: 'd', payload: { data: '4' } },
];

describe('SendBatch', () => {
  it('gives each message an outcome of its own, in the order of the request', async () => {
    const batches: string[][] = [];
    const operations = fakeOperations({
      sendBatch: (batch) => {
        batches.push(batch.map(({ destinationId }) => destinationId));
        return Promise.resolve(batch.map(outcomeOf));
      },
    });
    await withServer(operations, async ({ caller, log }) => {
      const { outcomes } = await caller.call<contract.SendBatchResponse__Output>('MessageService/SendBatch', {
        messages,
      });
      const errors = outcomes.map(({ error }) => (error ? fromStatus(error) : undefined));
      expect(outcomes.map(({ sent: answer }) => answer?.messageId)).to.deep.equal([
        'a',
        undefined,
        undefined,
        undefined,
      ]);
      expect(errors.map((error) => error?.reason)).to.deep.equal([
        undefined,
        'INVALID_FIELD',
        'WORKFLOW_NOT_FOUND',
        'INTERNAL',
      ]);
      expect(errors[1]?.field).to.equal('messages[1].payload.data');
      expect(errors[3]?.message).not.to.include('secret');
      expect(log.some(({ requestId }) => requestId === errors[3]?.metadata.request_id)).to.equal(true);
    });
    expect(batches).to.deep.equal([['a', 'c', 'd']]);
  });

  it('with all_or_nothing fails at the first wrong message, and sends none', async () => {
    await withServer(fakeOperations({}), async ({ caller }) => {
      const call = caller.call('MessageService/SendBatch', { messages, allOrNothing: true });
      expect((await failureOf(call)).field).to.equal('messages[1].payload.data');
    });
  });
});

function outcomeOf({
  destinationId,
}: OutgoingMessage): ReturnType<typeof sent> | { kind: 'refused'; error: Error } {
  switch (destinationId) {
    case 'c':
      return {
        kind: 'refused',
        error: new DbosdError({ reason: 'WORKFLOW_NOT_FOUND', message: 'no workflow c' }),
      };
    case 'd':
      return { kind: 'refused', error: new Error('secret') };
    default:
      return sent(destinationId);
  }
}
