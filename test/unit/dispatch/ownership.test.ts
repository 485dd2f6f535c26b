import type { DispatchEnvironment } from '@dbosd/daemon/internal/dispatch/environment.js';
import { Ownership } from '@dbosd/daemon/internal/dispatch/ownership.js';
import { Roster } from '@dbosd/daemon/internal/dispatch/roster.js';
import { expect } from 'chai';
import { workerOf } from '../../support/dispatch-worker.js';

describe('the ownership of runs', () => {
  const RUN = { workflowId: 'w', ownerToken: 't' };
  let roster: Roster;
  let ownership: Ownership;
  let watched: number;
  let forgotten: string[];

  beforeEach(() => {
    roster = new Roster();
    watched = 0;
    forgotten = [];
    const environment = {
      watchRun: () => {
        watched += 1;
        return () => {
          watched -= 1;
        };
      },
      forgetRun: (workflowId: string, ownerToken: string) => forgotten.push(`${workflowId} ${ownerToken}`),
    } as unknown as DispatchEnvironment;
    ownership = new Ownership(environment, roster);
  });

  it('ends with the run: it is watched no more, and what was known of it is forgotten', () => {
    const { worker } = workerOf();
    roster.add(worker);
    ownership.hold(worker, RUN);
    expect([watched, forgotten]).to.deep.equal([1, []]);
    worker.drop('t');
    expect([watched, forgotten]).to.deep.equal([0, ['w t']]);
  });

  it('goes over to the next stream of a worker, of which nothing is forgotten', () => {
    const [older, newer] = [workerOf().worker, workerOf().worker];
    for (const worker of [older, newer]) {
      roster.add(worker);
      ownership.hold(worker, RUN);
    }
    older.dropAll();
    expect([watched, forgotten]).to.deep.equal([1, []]);
    newer.dropAll();
    expect([watched, forgotten]).to.deep.equal([0, ['w t']]);
  });
});
