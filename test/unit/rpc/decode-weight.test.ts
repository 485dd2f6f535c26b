import { contractRoot, type contract } from '@dbosd/shared';
import { refuseWeight } from '@dbosd/daemon/internal/rpc/codec/decode-weight.js';
import { expect } from 'chai';
import { fakeOperations } from '../../support/fake-operations.js';
import { withServer } from '../../support/rpc-server.js';

const MANY = 100_000;
const root = contractRoot();

function encoded(type: string, message: object): Buffer {
  const found = root.lookupType(`dbosd.v1.${type}`);
  return Buffer.from(found.encode(found.fromObject(message)).finish());
}

function weighs(type: string, bytes: Buffer): boolean {
  try {
    refuseWeight(root.lookupType(`dbosd.v1.${type}`), bytes);
    return false;
  } catch (error) {
    expect(error).to.include({ reason: 'INVALID_FIELD' });
    return true;
  }
}

function repeated(count: number, one: (at: number) => object): object[] {
  return Array.from({ length: count }, (_, at) => one(at));
}

/** A field that holds a message, written again and again: only the last one would count. */
function overwritten(tag: number, count: number): Buffer {
  return Buffer.concat(repeated(count, () => Buffer.from([tag, 0])) as Buffer[]);
}

describe('what decoding costs', () => {
  it('is refused before it is spent: calls, nested messages, numbers, a field that is overwritten', () => {
    const lists = repeated(MANY, (at) => ({ id: at + 1, listWorkflows: {} }));
    expect(weighs('OpenRequest', encoded('OpenRequest', { requests: lists }))).to.equal(true);
    const cancels = Array.from({ length: 10 * MANY }, (_, at) => at + 1);
    expect(weighs('OpenRequest', encoded('OpenRequest', { cancels }))).to.equal(true);
    const messages = repeated(3 * MANY, () => ({}));
    expect(weighs('SendBatchRequest', encoded('SendBatchRequest', { messages }))).to.equal(true);
    const operations = repeated(MANY, (at) => ({ id: at, setEvent: { value: {} } }));
    expect(weighs('ConnectRequest', encoded('ConnectRequest', { operations }))).to.equal(true);
    expect(weighs('SendRequest', overwritten((1 << 3) | 2, 3 * MANY))).to.equal(true);
  });

  it('is not refused for what clients and workers send at most', () => {
    const waits = repeated(10_000, (at) => ({
      id: at + 1,
      getEvent: { workflowId: 'w', key: 'k', timeout: { seconds: 60 }, readOptions: { maxValueBytes: 1 } },
    }));
    expect(weighs('OpenRequest', encoded('OpenRequest', { requests: waits }))).to.equal(false);
    const ids = Array.from({ length: 10_000 }, (_, at) => at + 1);
    expect(weighs('OpenRequest', encoded('OpenRequest', { cancels: ids }))).to.equal(false);
    const running = repeated(MANY, () => ({ workflowId: 'w', ownerToken: 't' }));
    expect(weighs('ConnectRequest', encoded('ConnectRequest', { hello: { running } }))).to.equal(false);
    const message = { destinationId: 'w', payload: { data: 'x'.repeat(3000) } };
    const messages = repeated(1000, () => message);
    expect(weighs('SendBatchRequest', encoded('SendBatchRequest', { messages }))).to.equal(false);
  });

  it('of bytes that are no message, and of any cut of one, is left to the decoder', () => {
    const bytes = encoded('OpenRequest', {
      requests: repeated(1000, (at) => ({ id: at + 1, send: { message: { destinationId: String(at) } } })),
    });
    for (let end = bytes.length; end > bytes.length - 100; end -= 1)
      expect(weighs('OpenRequest', bytes.subarray(0, end))).to.equal(false);
    expect(weighs('OpenRequest', Buffer.alloc(20_000, 0xff))).to.equal(false);
  });

  it('ends a session whose frame costs too much, with what to do', async () => {
    await withServer(fakeOperations({}), async ({ caller }) => {
      const session = caller.openSession();
      const requests: contract.SessionRequest[] = Array.from({ length: MANY }, (_, at) => ({
        id: at + 1,
        listWorkflows: {},
      }));
      session.write({ requests });
      const ended = await session.end;
      expect(ended).to.include({ reason: 'INVALID_FIELD' });
      expect(ended?.message).to.match(/send it in several parts/);
    });
  });
});
