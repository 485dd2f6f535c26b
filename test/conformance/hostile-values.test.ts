import { DBOSClient, type DbosdError } from '@dbosd/client';
import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { take } from '../support/collect.js';
import { APPLICATION, withRealWorker } from '../support/real-worker.js';
import { RpcCaller } from '../support/rpc-caller.js';
import { overWires } from '../support/surfaces/over-surfaces.js';
import { rejection } from '../unit/client/client-and-daemon.js';

const PORTABLE = { payloadFormat: 'PAYLOAD_FORMAT_PORTABLE_JSON' } as const;
const envelope = (json: unknown, values?: unknown, referentialEqualities?: unknown): string =>
  JSON.stringify({ json, meta: { values, referentialEqualities }, __dbos_serializer: 'superjson' });

/** References that double the value so many times. */
function laughs(levels: number): string {
  const json: Record<string, unknown> = { l0: { s: 'x'.repeat(50) } };
  const references: Record<string, string[]> = {};
  for (let level = 1; level <= levels; level += 1) {
    json[`l${String(level)}`] = { a: null, b: null };
    references[`l${String(level - 1)}`] = [`l${String(level)}.a`, `l${String(level)}.b`];
  }
  return envelope(json, undefined, references);
}

// Small enough that a reader that falls for them takes a second, and not the machine.
const HOSTILE = {
  'a size that is only claimed': envelope({ length: 2e6 }, [['custom', 'Buffer']]),
  'references that double the value 14 times': laughs(14),
  'a bigint of long digits': envelope('9'.repeat(20_000), ['bigint']),
  'a path into a prototype': envelope({ a: {} }, { 'a.constructor.x': ['undefined'] }),
};

overWires('A value whose text claims more than it holds', (on) => {
  for (const [what, data] of Object.entries(HOSTILE)) {
    it(`is left as it is stored wherever it is read: ${what}`, async () => {
      const { wire, dbos } = on();
      const stored = { data, serialization: 'js_superjson' };
      const id = await dbos.workflow();
      await dbos.storeEvent(id, 'k', stored);
      await dbos.store(id, 's', stored);
      await wire.call('send', { message: { destinationId: id, payload: stored } });
      const read = { workflowId: id, readOptions: PORTABLE };
      const event = await wire.call('getEvent', { ...read, key: 'k' });
      const { events } = await wire.call('listEvents', read);
      const { messages } = await wire.call('listMessages', read);
      const stream = wire.stream('readStream', { ...read, key: 's' });
      const [page] = await take(stream, 1);
      await stream.return();
      const values = [event.value!.value, events[0]!.value!.value, messages[0]!.value, page!.values[0]];
      for (const value of values) expect(value!.payload).to.deep.include(stored);
    });
  }
});

describe('A worker that is given a hostile value', () => {
  it('fails the workflow or the recv that reads it, and goes on with the next', async () => {
    const echo = DBOS.registerWorkflow(async (value: unknown) => Promise.resolve(value), { name: 'echo' });
    const receiving = DBOS.registerWorkflow(
      async () => {
        const first = await DBOS.recv(undefined, 60).catch((error: unknown) => (error as DbosdError).reason);
        return [first, await DBOS.recv(undefined, 60)];
      },
      { name: 'receiving' },
    );
    await withRealWorker(async ({ daemon }) => {
      const client = await DBOSClient.create({ address: daemon.address });
      const caller = new RpcCaller(daemon.address);
      const payload = { data: laughs(18), serialization: 'js_superjson' };
      try {
        await DBOS.registerQueue('q', {});
        const receiver = await DBOS.startWorkflow(receiving, { workflowID: 'receiving' })();
        await caller.call('MessageService/Send', { message: { destinationId: 'receiving', payload } });
        await client.send('receiving', 'good');
        expect(await receiver.getResult()).to.deep.equal(['UNDECODABLE', 'good']);
        await caller.call('WorkflowService/EnqueueWorkflow', {
          queueName: 'q',
          workflowName: 'echo',
          workflowId: 'poisoned',
          applicationName: APPLICATION,
          input: { raw: payload },
        });
        const error = await rejection(DBOS.retrieveWorkflow('poisoned').getResult());
        expect(error.message).to.match(/js_superjson cannot be decoded here/);
        expect(await (await DBOS.startWorkflow(echo, { queueName: 'q' })('next')).getResult()).to.equal(
          'next',
        );
      } finally {
        caller.close();
        await client.destroy();
      }
    });
  });
});
