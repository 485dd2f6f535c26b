import { DbosdError, type contract } from '@dbosd/shared';
import { expect } from 'chai';
import type { OutgoingMessage, Wait } from '@dbosd/daemon/internal/operations/operations.js';
import { failureOf } from '../../support/failure-of.js';
import { fakeOperations, sent } from '../../support/fake-operations.js';
import { gate, type Gate } from '../../support/gate.js';
import { withServer } from '../../support/rpc-server.js';

const send = (message: object): object => ({
  message: { destinationId: 'w', payload: { data: '1' }, ...message },
});

describe('unary calls', () => {
  it('reach the verb with a decoded request, and answer what it says', async () => {
    const messages: OutgoingMessage[] = [];
    const operations = fakeOperations({
      send: (message) => {
        messages.push(message);
        return Promise.resolve({ ...sent('m'), duplicate: true });
      },
    });
    await withServer(operations, async ({ caller }) => {
      const answer = await caller.call('MessageService/Send', send({ topic: 't', idempotencyKey: 'k' }));
      expect(answer).to.deep.include({
        messageId: 'm',
        duplicate: true,
        destinationStatus: 'WORKFLOW_STATUS_PENDING',
      });
    });
    expect(messages).to.deep.equal([
      {
        destinationId: 'w',
        payload: { data: '1', serialization: 'portable_json' },
        topic: 't',
        idempotencyKey: 'k',
      },
    ]);
  });

  it('fail with the reason, the outcome and the metadata of the verb’s error', async () => {
    const operations = fakeOperations({
      send: () =>
        Promise.reject(
          new DbosdError({
            reason: 'STORE_UNAVAILABLE',
            message: 'the database is away',
            outcome: 'unknown',
            metadata: { since: 'now' },
            retryAfterMs: 1500,
            cause: new Error('password is hunter2'),
          }),
        ),
    });
    await withServer(operations, async ({ caller }) => {
      const error = await failureOf(caller.call('MessageService/Send', send({})));
      expect(error).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'unknown', retryAfterMs: 1500 });
      expect(error.message).to.equal('the database is away');
      expect(error.metadata).to.deep.equal({ since: 'now' });
    });
  });

  it('hide an unexpected error behind a request id that leads to the log', async () => {
    const operations = fakeOperations({ send: () => Promise.reject(new Error('secret detail')) });
    await withServer(operations, async ({ caller, log }) => {
      const error = await failureOf(caller.call('MessageService/Send', send({})));
      expect(error).to.include({ reason: 'INTERNAL', outcome: 'unknown' });
      expect(error.message).not.to.include('secret');
      const line = log.find(({ requestId }) => requestId === error.metadata.request_id);
      expect(line?.err).to.deep.include({ message: 'secret detail' });
    });
  });

  it('that throw before they await, or answer nonsense, are answered too', async () => {
    const operations = fakeOperations({
      send: () => {
        throw new TypeError('thrown at once');
      },
      listStreams: () => Promise.resolve({ items: undefined } as never),
    });
    await withServer(operations, async ({ caller }) => {
      const thrown = await failureOf(caller.call('MessageService/Send', send({})));
      expect(thrown.reason).to.equal('INTERNAL');
      const nonsense = await failureOf(caller.call('StreamService/ListStreams', { workflowId: 'w' }));
      expect(nonsense.reason).to.equal('INTERNAL');
    });
  });

  it('abort the wait of a caller that cancels', async () => {
    const [begun, aborted] = [gate(), gate<unknown>()];
    const operations = fakeOperations({ getEvent: (_query, wait) => abandoned(wait, begun, aborted) });
    await withServer(operations, async ({ caller }) => {
      const { call, response } = caller.begin('EventService/GetEvent', { workflowId: 'w', key: 'k' });
      const failure = failureOf(response);
      await begun.passed;
      call.cancel();
      expect(await aborted.passed).to.be.instanceOf(DbosdError);
      await failure;
    });
  });

  it('abort the wait of a caller whose deadline is over', async () => {
    const [begun, aborted] = [gate(), gate<unknown>()];
    const operations = fakeOperations({ getEvent: (_query, wait) => abandoned(wait, begun, aborted) });
    await withServer(operations, async ({ caller }) => {
      // workflow_id and key, as on the wire.
      const request = Buffer.from([0x0a, 1, 0x77, 0x12, 1, 0x6b]);
      const deadline = new Date(Date.now() + 300);
      await failureOf(caller.callRaw('EventService/GetEvent', request, { deadline }));
      expect(await aborted.passed).to.be.instanceOf(DbosdError);
    });
  });

  it('hold waits as long as the unary surface holds them', async () => {
    const waits: Wait[] = [];
    const operations = fakeOperations({
      awaitWorkflow: (_query, wait) => {
        waits.push(wait);
        return Promise.resolve({ kind: 'notYet', remainingMs: 1500 });
      },
    });
    await withServer(
      operations,
      async ({ caller }) => {
        const answer = await caller.call<contract.AwaitWorkflowResponse__Output>(
          'WorkflowService/AwaitWorkflow',
          {
            workflowId: 'w',
            timeout: { seconds: 7 },
          },
        );
        expect(answer.notYet?.remaining).to.deep.equal({ seconds: 1, nanos: 500_000_000 });
      },
      { timing: { unaryHoldMs: 1234 } },
    );
    expect(waits.map(({ timeoutMs, holdMs }) => [timeoutMs, holdMs])).to.deep.equal([[7000, 1234]]);
  });

  it('beyond their limits are refused with the time to come again', async () => {
    const [calls, waits] = [gate(), gate()];
    const begun = gate();
    let running = 0;
    const enter = (): void => {
      running += 1;
      if (running === 2) begun.open();
    };
    const operations = fakeOperations({
      send: async () => {
        enter();
        await calls.passed;
        return sent('m');
      },
      getEvent: async () => {
        enter();
        await waits.passed;
        return { kind: 'timedOut' };
      },
    });
    await withServer(
      operations,
      async ({ caller }) => {
        const first = caller.call('MessageService/Send', send({}));
        const wait = caller.call('EventService/GetEvent', { workflowId: 'w', key: 'k' });
        await begun.passed;
        const overloaded = await failureOf(caller.call('MessageService/Send', send({})));
        expect(overloaded.reason).to.equal('OVERLOADED');
        expect(overloaded.retryAfterMs).to.be.greaterThan(0);
        const tooMany = await failureOf(caller.call('EventService/GetEvent', { workflowId: 'w', key: 'k' }));
        expect(tooMany.reason).to.equal('TOO_MANY_WAITS');
        calls.open();
        waits.open();
        await Promise.all([first, wait]);
        await caller.call('MessageService/Send', send({}));
      },
      { admission: { maxUnaryCalls: 1, maxUnaryWaits: 1 } },
    );
  });
});

function abandoned(wait: Wait, begun: Gate, aborted: Gate<unknown>): Promise<never> {
  return new Promise((_resolve, reject) => {
    wait.signal.addEventListener('abort', () => {
      aborted.open(wait.signal.reason);
      reject(wait.signal.reason);
    });
    begun.open();
  });
}
