import { expect } from 'chai';
import { DbosdError } from '@dbosd/shared';
import { ConnectionLost } from '@dbosd/daemon/internal/store/errors.js';
import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import type { MessageWrite } from '@dbosd/daemon/internal/writer/kinds/send.js';
import { failureOf } from '../../support/failure-of.js';
import { storeMessages } from '../../support/writer.js';

/** A store that answers each statement with the next of its answers; an error is thrown. */
function scripted(...answers: (readonly object[] | Error)[]): Queryable {
  return {
    query: () => {
      const answer = answers.shift() ?? new Error('a statement more than the test expects');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as never);
    },
  };
}

function write(messageId: string): MessageWrite {
  return {
    messageId,
    destinationId: 'w',
    topic: 't',
    data: '1',
    serialization: 'portable_json',
    requireActive: false,
    keyed: true,
    rejectDifferent: false,
  };
}

const unavailable = new DbosdError({
  reason: 'STORE_UNAVAILABLE',
  message: 'no connection',
  retryAfterMs: 500,
  cause: new ConnectionLost('no connection in time'),
});

describe('a batch of messages', () => {
  it('whose second look fails keeps the verdicts of the first: what is stored is never called not applied', async () => {
    const db = scripted(
      [
        { kind: 'stored', status: 'PENDING' },
        { kind: 'conflict', status: 'PENDING' },
        { kind: 'missing', status: null },
      ],
      unavailable,
      unavailable,
    );

    const [stored, conflict, missing] = await storeMessages(db, [write('a'), write('b'), write('c')]);

    expect(stored).to.deep.include({ kind: 'done' });
    expect(conflict).to.deep.equal({ kind: 'failed', error: unavailable });
    expect(missing).to.have.nested.property('error.reason', 'WORKFLOW_NOT_FOUND');
  });

  it('whose repeated insert fails keeps the verdicts of the first', async () => {
    const db = scripted(
      [
        { kind: 'conflict', status: 'PENDING' },
        { kind: 'stored', status: 'PENDING' },
      ],
      [],
      unavailable,
    );

    const [gone, stored] = await storeMessages(db, [write('a'), write('b')]);

    expect(gone).to.deep.equal({ kind: 'failed', error: unavailable });
    expect(stored).to.deep.include({ kind: 'done' });
  });

  it('looks a second time when the connection of its look-up is lost', async () => {
    const db = scripted([{ kind: 'conflict', status: 'PENDING' }], unavailable, [
      { ord: 1, same_destination: true, differs: false },
    ]);

    const [verdict] = await storeMessages(db, [write('a')]);

    expect(verdict).to.have.nested.property('result.duplicate', true);
  });

  it('of which nothing is decided yet rejects with the store’s failure', async () => {
    const db = scripted([{ kind: 'conflict', status: 'PENDING' }], unavailable, unavailable);

    expect(await failureOf(storeMessages(db, [write('a')]))).to.equal(unavailable);
  });
});
