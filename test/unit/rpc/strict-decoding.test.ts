import { expect } from 'chai';
import type { OutgoingMessage } from '@dbosd/daemon/internal/operations/operations.js';
import { failureOf } from '../../support/failure-of.js';
import { fakeOperations, sent } from '../../support/fake-operations.js';
import { methodOf } from '../../support/rpc-caller.js';
import { withServer } from '../../support/rpc-server.js';

const MARK = 'MARK';
const NOT_UTF8 = [
  ['a lone continuation byte', Buffer.from([0x80, 0x41, 0x41, 0x41])],
  ['a surrogate', Buffer.from([0xed, 0xa0, 0x80, 0x41])],
  ['an overlong form', Buffer.from([0xc0, 0xaf, 0x41, 0x41])],
  ['a sequence cut short', Buffer.from([0x41, 0x41, 0xf0, 0x9f])],
] as const;

/** An encoded message in which every MARK is replaced by bytes of the same length. */
function withBytes(path: string, message: object, bytes: Buffer): Buffer {
  const encoded = Buffer.from(methodOf(path).requestSerialize(message));
  for (let at = encoded.indexOf(MARK); at >= 0; at = encoded.indexOf(MARK, at + 1)) bytes.copy(encoded, at);
  return encoded;
}

const message = (fields: object): object => ({ destinationId: 'w', payload: { data: '1' }, ...fields });

describe('a request whose strings are not UTF-8', () => {
  for (const [what, bytes] of NOT_UTF8) {
    it(`is refused, and the field is named: ${what}`, async () => {
      await withServer(fakeOperations({}), async ({ caller }) => {
        const request = withBytes('MessageService/Send', { message: message({ topic: MARK }) }, bytes);
        const error = await failureOf(caller.callRaw('MessageService/Send', request));
        expect(error).to.include({ reason: 'INVALID_FIELD', field: 'message.topic' });
      });
    });
  }

  for (const [path, request, field] of [
    [
      'MessageService/SendBatch',
      { messages: [message({}), message({ payload: { data: MARK } })] },
      'messages[1].payload.data',
    ],
    ['EventService/WatchEvents', { workflowId: 'w', known: { [MARK]: Buffer.alloc(16) } }, 'known'],
    [
      'WorkflowService/EnqueueWorkflow',
      { queueName: 'q', workflowName: 'f', input: { portable: { namedJson: { x: MARK } } } },
      'input.portable.named_json["x"]',
    ],
    [
      'WorkflowService/EnqueueWorkflow',
      { queueName: 'q', workflowName: 'f', authenticatedRoles: ['a', MARK] },
      'authenticated_roles[1]',
    ],
  ] as const) {
    it(`is refused with the path ${field}`, async () => {
      await withServer(fakeOperations({}), async ({ caller }) => {
        const bytes = withBytes(path, request, NOT_UTF8[0][1]);
        const error = await failureOf(caller.callRaw(path, bytes));
        expect(error).to.include({ reason: 'INVALID_FIELD', field });
      });
    });
  }

  it('fails alone among the requests of a frame', async () => {
    const operations = fakeOperations({ send: () => Promise.resolve(sent('m')) });
    await withServer(operations, async ({ caller }) => {
      const session = caller.openSession();
      const frame = {
        requests: [
          { id: 1, send: { message: message({}) } },
          { id: 2, send: { message: message({ topic: MARK }) } },
          { id: 3, send: { message: message({}) } },
        ],
        subscribes: [{ id: 4, creditBytes: 1, readStream: { workflowId: MARK, key: 'k' } }],
      };
      session.write(withBytes('SessionService/Open', frame, NOT_UTF8[0][1]));
      expect((await session.refusal(2)).field).to.equal('message.topic');
      expect((await session.answer(1)).outcome).to.equal('send');
      expect((await session.answer(3)).outcome).to.equal('send');
      expect((await session.ended(4)).message).to.include('workflow_id is not well-formed');
    });
  });
});

describe('a request', () => {
  it('with a genuine U+FFFD passes, next to unknown fields that are no text', async () => {
    const messages: OutgoingMessage[] = [];
    const operations = fakeOperations({
      send: (given) => {
        messages.push(given);
        return Promise.resolve(sent('m'));
      },
    });
    await withServer(operations, async ({ caller }) => {
      const request = { message: message({ topic: 'a\uFFFDb' }) };
      const encoded = Buffer.from(methodOf('MessageService/Send').requestSerialize(request));
      // Field 200, length-delimited, two bytes that are no UTF-8.
      const unknown = Buffer.from([0xc2, 0x0c, 0x02, 0xff, 0xfe]);
      await caller.callRaw('MessageService/Send', Buffer.concat([encoded, unknown]));
    });
    expect(messages[0]?.topic).to.equal('a\uFFFDb');
  });

  for (const [what, bytes] of [
    ['that ends in the middle of a message', Buffer.from([0x0a, 0x7f, 0x0a])],
    ['whose string is longer than the message', Buffer.from([0x0a, 0x03, 0x0a, 0x09, 0x77])],
    ['with a group that never ends', Buffer.from([0xf3, 0x01, 0xf3, 0x01])],
  ] as const) {
    it(`${what} is refused, and the daemon lives`, async () => {
      const operations = fakeOperations({ send: () => Promise.resolve(sent('m')) });
      await withServer(operations, async ({ caller }) => {
        const error = await failureOf(caller.callRaw('MessageService/Send', bytes));
        expect(error).to.include({ reason: 'INVALID_FIELD', field: 'request' });
        await caller.call('MessageService/Send', { message: message({}) });
      });
    });
  }
});

describe('an answer', () => {
  it('holds no lone surrogates, which other languages would refuse', async () => {
    const operations = fakeOperations({ send: () => Promise.resolve(sent('a\uD800b')) });
    await withServer(operations, async ({ caller }) => {
      const answer = await caller.call('MessageService/Send', { message: message({}) });
      expect(answer.messageId).to.equal('a\uFFFDb');
    });
  });
});
