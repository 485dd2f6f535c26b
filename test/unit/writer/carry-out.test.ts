import { expect } from 'chai';
import { DbosdError } from '@dbosd/shared';
import { ConnectionLost } from '@dbosd/daemon/internal/store/errors.js';
import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import { MAX_TRIES } from '@dbosd/daemon/internal/store/retry.js';
import { carryOut, carryOutIsolated } from '@dbosd/daemon/internal/writer/carry-out.js';
import type { WriteKind } from '@dbosd/daemon/internal/writer/write-kind.js';
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

describe('a batch that collides with other writers again and again', () => {
  interface Member {
    readonly id: string;
  }

  /** Fails as Postgres does for a unique value while the member `taken` is written, alone or with others. */
  function colliding(written: string[][]): WriteKind<Member, string> {
    return {
      name: 'colliding',
      pool: { maxBatches: 1 },
      maxBatches: 1,
      laneOf: ({ id }) => id,
      identityOf: ({ id }) => id,
      bytesOf: () => 1,
      write: (_db, members) => {
        written.push(members.map(({ id }) => id));
        return members.some(({ id }) => id === 'taken')
          ? Promise.reject(Object.assign(new Error('duplicate key'), { code: 'unique' }))
          : Promise.resolve(members.map(({ id }) => ({ kind: 'applied', result: id })));
      },
      check: () => Promise.resolve([]),
      collided: (members) => members,
    };
  }

  it('is tried member by member in the end, so that one of them fails no other', async () => {
    const written: string[][] = [];
    const kind = colliding(written);
    const members = ['a', 'taken', 'b'].map((id) => ({ id }));

    const outcomes = await carryOutIsolated(kind, members, (part) =>
      carryOut(scripted(), kind, part, { inTransaction: false }),
    );

    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['done', 'failed', 'done']);
    expect(outcomes[1]).to.have.nested.property('error.reason', 'STORE_UNAVAILABLE');
    expect(written.filter((ids) => ids.length === 3)).to.have.length(MAX_TRIES);
    expect(written.filter((ids) => ids.join() === 'taken')).to.have.length(MAX_TRIES);
  });
});
