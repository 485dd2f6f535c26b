import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import type { OutgoingMessage, Sent } from '@dbosd/daemon/internal/operations/operations.js';
import { send, sendAll } from '@dbosd/daemon/internal/operations/messages.js';
import type { Database } from '@dbosd/daemon/internal/store/database.js';
import type { Writer } from '@dbosd/daemon/internal/writer/writer.js';
import { openWriter } from '../../support/writer.js';
import { deferred, type Deferred } from '../../support/deferred.js';

interface Transactions {
  readonly writer: Writer;
  /** The transactions that the writer has begun; the test ends them. */
  readonly begun: Deferred<Sent[]>[];
}

function writerOfTransactions(): Transactions {
  const begun: Transactions['begun'] = [];
  const db = {
    transaction: () => {
      const transaction = deferred<Sent[]>();
      begun.push(transaction);
      return transaction.promise;
    },
  };
  return { writer: openWriter(db as unknown as Database).writer, begun };
}

const OPTIONS = { requireActive: false, rejectDifferent: false };

function messages(count: number): OutgoingMessage[] {
  return Array.from({ length: count }, () => ({
    destinationId: 'w',
    payload: { data: '1', serialization: 'portable_json' },
  }));
}

describe('a batch of all or nothing', () => {
  it('counts in the backlog, member by member, until it is answered', async () => {
    const { writer, begun } = writerOfTransactions();
    const batches = Array.from({ length: 51 }, () => sendAll(writer, messages(1000), OPTIONS));

    expect(writer.load.full).to.equal(true);
    for (let i = 0; i < batches.length; i++) {
      while (begun[i] === undefined) await turn();
      begun[i]!.resolve([]);
    }
    await Promise.all(batches);

    expect(writer.load.full).to.equal(false);
  });

  it('is answered before the writer has stopped', async () => {
    const { writer, begun } = writerOfTransactions();
    const order: string[] = [];
    const batch = sendAll(writer, messages(1), OPTIONS).then(() => order.push('answered'));
    const stopped = writer.stop().then(() => order.push('stopped'));
    while (begun[0] === undefined) await turn();

    begun[0].resolve([]);
    await Promise.all([batch, stopped]);

    expect(order).to.deep.equal(['answered', 'stopped']);
  });
});

describe('a writer', () => {
  it('has stopped after its bound, though the database answers nothing', async () => {
    const never = new Promise<never>(() => undefined);
    const db = { query: () => never, transaction: () => never };
    const { writer } = openWriter(db as unknown as Database, { maxStopMs: 0 });
    void send(writer, messages(1)[0]!, OPTIONS);
    void sendAll(writer, messages(2), OPTIONS);
    void writer.transaction({ run: () => never });
    await turn();

    await writer.stop();
  });

  it('that has stopped refuses transactions, too', async () => {
    const { writer, begun } = writerOfTransactions();
    await writer.stop();

    const refused = [sendAll(writer, messages(1), OPTIONS), writer.transaction({ run: () => never() })];

    for (const each of refused) {
      expect(await each.catch((error: unknown) => error)).to.include({ reason: 'DRAINING' });
    }
    expect(begun).to.deep.equal([]);
  });
});

function never(): Promise<never> {
  return new Promise(() => undefined);
}
