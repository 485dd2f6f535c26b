import type { DispatchEnvironment } from '@dbosd/daemon/internal/dispatch/environment.js';
import { Ownership } from '@dbosd/daemon/internal/dispatch/ownership.js';
import { Roster } from '@dbosd/daemon/internal/dispatch/roster.js';
import type { DbosdError } from '@dbosd/shared';
import { expect } from 'chai';
import { HeldClock } from '../../support/held-clock.js';
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

  it('is confirmed by what the sweep has just seen, without a statement; all else that is asked in a turn by one', async () => {
    const clock = new HeldClock();
    const statements: unknown[][] = [];
    const environment = {
      clock,
      runSeenAtMs: (workflowId: string) => (workflowId === 'seen' ? 0 : undefined),
      write: {
        query: (_statement: unknown, [ids]: [string[]]) => {
          statements.push(ids);
          clock.pass(30);
          return Promise.resolve(
            ids.map((id) => ({ status: id === 'over' ? 'CANCELLED' : 'PENDING', same: id !== 'over' })),
          );
        },
      },
    } as unknown as DispatchEnvironment;
    const confirming = new Ownership(environment, roster);
    const confirm = (workflowId: string): Promise<unknown> =>
      confirming
        .confirm({ workflowId, ownerToken: workflowId })
        .catch((cause: unknown) => (cause as DbosdError).reason);

    clock.pass(700);
    expect(await confirm('seen')).to.equal(700);
    expect(statements).to.deep.equal([]);

    clock.pass(100);
    expect(await Promise.all(['seen', 'new', 'over'].map(confirm))).to.deep.equal([
      30,
      30,
      'WORKFLOW_CANCELLED',
    ]);
    expect(statements).to.deep.equal([['seen', 'new', 'over']]);
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
