import { encodeSuperjson } from '@dbosd/shared';
import { expect } from 'chai';
import { take } from '../support/collect.js';
import { failureOf } from '../support/failure-of.js';
import { overWires } from '../support/surfaces/over-surfaces.js';
import { encodeRequest } from '../support/surfaces/wire.js';

const PORTABLE = { payloadFormat: 'PAYLOAD_FORMAT_PORTABLE_JSON' } as const;
/** The lowest that the daemon lets us choose, so that tests at the limit are quick. */
const MAX_PAYLOAD_BYTES = 1024;

/** A stored value, and what a reader gets that asks for portable JSON. */
const STORED = {
  'a js_superjson value': [
    { data: encodeSuperjson({ when: 1, list: [null, 'a'] }), serialization: 'js_superjson' },
    { data: '{"when":1,"list":[null,"a"]}', serialization: 'portable_json' },
  ],
  'a portable_json value': [
    { data: '{ "a" : 1 }', serialization: 'portable_json' },
    { data: '{ "a" : 1 }', serialization: 'portable_json' },
  ],
  'a py_pickle value': [
    { data: 'gASVBQAAAAAAAABLAS4=', serialization: 'py_pickle' },
    { data: 'gASVBQAAAAAAAABLAS4=', serialization: 'py_pickle' },
  ],
  'a value of an unknown format': [
    { data: '<a/>', serialization: 'xml' },
    { data: '<a/>', serialization: 'xml' },
  ],
  'a js_superjson value that is broken': [
    { data: '{"json":', serialization: 'js_superjson' },
    { data: '{"json":', serialization: 'js_superjson' },
  ],
} as const;

overWires('Values that are read', (on) => {
  for (const [name, [stored, portable]] of Object.entries(STORED)) {
    it(`are ${name} as it is stored, or in portable JSON where that can be had`, async () => {
      const { wire, dbos } = on();
      const id = await dbos.workflow();
      await dbos.storeEvent(id, 'k', stored);
      await dbos.store(id, 's', stored);
      await wire
        .call('send', { message: { destinationId: id, payload: stored, topic: 't' } })
        .catch(() => undefined);
      for (const [readOptions, expected] of [
        [{}, stored],
        [PORTABLE, portable],
      ] as const) {
        const event = await wire.call('getEvent', { workflowId: id, key: 'k', readOptions });
        expect(event.value!.value!.payload).to.deep.include(expected);
        const { events } = await wire.call('listEvents', { workflowId: id, readOptions });
        expect(events[0]!.value!.value!.payload).to.deep.include(expected);
        const stream = wire.stream('readStream', { workflowId: id, key: 's', readOptions });
        expect((await take(stream, 1))[0]!.values[0]!.payload).to.deep.include(expected);
        await stream.return();
        const { messages } = await wire.call('listMessages', { workflowId: id, readOptions });
        expect(messages[0]!.value!.payload).to.deep.include(expected);
      }
    });
  }

  it('say nothing of a format where none is recorded', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.storeEvent(id, 'k', { data: 'whatever' });
    const { value } = await wire.call('getEvent', { workflowId: id, key: 'k', readOptions: PORTABLE });
    expect(value!.value!.payload).to.deep.equal({ data: 'whatever' });
  });
});

overWires(
  'Limits',
  (on) => {
    const exactly = (bytes: number): string => `"${'ä'.repeat((bytes - 2) / 2)}"`;

    it('take a payload of exactly the limit, and refuse one byte more without writing anything', async () => {
      const { wire, dbos } = on();
      const id = await dbos.workflow();
      const send = (data: string): Promise<unknown> =>
        wire.call('send', { message: { destinationId: id, payload: { data } } });
      await send(exactly(MAX_PAYLOAD_BYTES));
      const error = await failureOf(send(`${exactly(MAX_PAYLOAD_BYTES)} `));
      expect(error).to.include({ reason: 'PAYLOAD_TOO_LARGE', outcome: 'not_applied' });
      expect(error.metadata).to.deep.include({
        field: 'message.payload.data',
        size: String(MAX_PAYLOAD_BYTES + 1),
        limit: String(MAX_PAYLOAD_BYTES),
      });
      expect(await dbos.messages(id)).to.have.length(1);
    });

    it('hold for each message of a batch alone, for inputs and for attributes', async () => {
      const { wire, dbos } = on();
      const id = await dbos.workflow();
      const data = `${exactly(MAX_PAYLOAD_BYTES)} `;
      const { outcomes } = await wire.call('sendBatch', {
        messages: [
          { destinationId: id, payload: { data } },
          { destinationId: id, payload: { data: '1' } },
        ],
      });
      expect(outcomes.map(({ outcome }) => outcome)).to.deep.equal(['error', 'sent']);
      const enqueue = { queueName: 'q', workflowName: 'order' };
      for (const part of [
        { input: { portable: { positionalJson: [data] } } },
        { input: { raw: { data, serialization: 'xml' } } },
        { attributesJson: `{"a":${data}}` },
      ]) {
        const error = await failureOf(wire.call('enqueueWorkflow', { ...enqueue, ...part }));
        expect(error).to.include({ reason: 'PAYLOAD_TOO_LARGE', outcome: 'not_applied' });
      }
    });

    it('take a request of exactly the limit, and refuse one byte more without writing anything', async () => {
      const { wire, dbos } = on();
      const id = await dbos.workflow();
      const limit = MAX_PAYLOAD_BYTES + 512 * 1024;
      // Unknown fields count, and change nothing else.
      const filled = (bytes: number): Buffer => {
        const request = encodeRequest('send', { message: { destinationId: id, payload: { data: '1' } } });
        const padding = bytes - request.length - 5;
        const tag = Buffer.of(
          0xfa,
          0x01,
          (padding & 0x7f) | 0x80,
          ((padding >> 7) & 0x7f) | 0x80,
          padding >> 14,
        );
        return Buffer.concat([request, tag, Buffer.alloc(padding)]);
      };
      await wire.callEncoded('send', filled(limit));
      // In a session the frame's own bytes count too, for which it allows 64.
      const above = limit + 1 + (wire.name === 'a session' ? 64 : 0);
      const error = await failureOf(wire.callEncoded('send', filled(above)));
      expect(error).to.include({ reason: 'PAYLOAD_TOO_LARGE', outcome: 'not_applied' });
      expect(await dbos.messages(id)).to.have.length(1);
    });

    it('take a thousand messages in a batch, and refuse one more', async () => {
      const { wire, dbos } = on();
      const id = await dbos.workflow();
      const messages = Array.from({ length: 1001 }, () => ({ destinationId: id, payload: { data: '1' } }));
      const error = await failureOf(wire.call('sendBatch', { messages }));
      expect(error.field).to.equal('messages');
      expect((await failureOf(wire.call('sendBatch', { messages: [] }))).field).to.equal('messages');
      const { outcomes } = await wire.call('sendBatch', { messages: messages.slice(1) });
      expect(outcomes.every(({ sent }) => sent)).to.equal(true);
      expect(await dbos.messages(id)).to.have.length(1000);
    });

    it('bound the numbers of a request', async () => {
      const { wire, dbos } = on();
      const workflowId = await dbos.workflow();
      const offset = { workflowId, key: 's' };
      for (const [call, field] of [
        [() => wire.call('listEvents', { workflowId, pageSize: 1001 }), 'page_size'],
        [() => wire.call('listEvents', { workflowId, pageSize: -1 }), 'page_size'],
        [() => wire.call('readStreamOffset', { ...offset, offset: -1 }), 'offset'],
        [() => wire.call('readStreamOffset', { ...offset, offset: 2147483648 }), 'offset'],
        [
          () => wire.call('getEvent', { ...offset, readOptions: { maxValueBytes: 0 } }),
          'read_options.max_value_bytes',
        ],
        [
          () => wire.call('getEvent', { ...offset, readOptions: { maxValueBytes: 67108865 } }),
          'read_options.max_value_bytes',
        ],
        [() => wire.call('getEvent', { ...offset, timeout: { seconds: -1, nanos: 0 } }), 'timeout'],
        [() => wire.call('getEvent', { ...offset, timeout: { seconds: 315360001, nanos: 0 } }), 'timeout'],
        [() => wire.call('enqueueWorkflow', { queueName: 'q', workflowName: 'w', priority: -1 }), 'priority'],
      ] as const) {
        const error = await failureOf(call());
        expect(error.reason).to.equal('INVALID_FIELD');
        expect(error.field).to.equal(field);
      }
    });
  },
  { config: { maxPayloadBytes: MAX_PAYLOAD_BYTES } },
);
