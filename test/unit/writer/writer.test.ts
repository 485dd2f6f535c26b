import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { systemClock } from '@dbosd/shared';
import type { OutgoingMessage, Sent } from '@dbosd/daemon/internal/operations/operations.js';
import type { Database } from '@dbosd/daemon/internal/store/database.js';
import { Announcer } from '@dbosd/daemon/internal/writer/announcer.js';
import { BACKLOG_MARKS, Backlog } from '@dbosd/daemon/internal/writer/backlog.js';
import { Writer } from '@dbosd/daemon/internal/writer/writer.js';
import { deferred, type Deferred } from '../../support/deferred.js';

interface Transactions {
  readonly writer: Writer;
  /** The transactions that the writer has begun; the test ends them. */
  readonly begun: Deferred<{ kind: 'stored'; sent: Sent[] }>[];
}

function writerOfTransactions(): Transactions {
  const begun: Transactions['begun'] = [];
  const db = {
    transaction: () => {
      const transaction = deferred<{ kind: 'stored'; sent: Sent[] }>();
      begun.push(transaction);
      return transaction.promise;
    },
  };
  const announcer = new Announcer({
    clock: systemClock,
    hear: () => undefined,
    messagesAnnounced: () => true,
    onError: () => undefined,
  });
  return {
    writer: new Writer({
      db: db as unknown as Database,
      announcer,
      backlog: new Backlog(BACKLOG_MARKS),
      refusal: () => undefined,
    }),
    begun,
  };
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
    const batches = Array.from({ length: 51 }, () => writer.sendAll(messages(1000), OPTIONS));

    expect(writer.load.full).to.equal(true);
    for (let i = 0; i < batches.length; i++) {
      while (begun[i] === undefined) await turn();
      begun[i]!.resolve({ kind: 'stored', sent: [] });
    }
    await Promise.all(batches);

    expect(writer.load.full).to.equal(false);
  });

  it('is answered before the writer has stopped', async () => {
    const { writer, begun } = writerOfTransactions();
    const order: string[] = [];
    const batch = writer.sendAll(messages(1), OPTIONS).then(() => order.push('answered'));
    const stopped = writer.stop().then(() => order.push('stopped'));
    while (begun[0] === undefined) await turn();

    begun[0].resolve({ kind: 'stored', sent: [] });
    await Promise.all([batch, stopped]);

    expect(order).to.deep.equal(['answered', 'stopped']);
  });
});
