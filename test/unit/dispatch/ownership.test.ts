import type { DispatchOptions } from '@dbosd/daemon/internal/dispatch/options.js';
import { Ownership } from '@dbosd/daemon/internal/dispatch/ownership.js';
import { ConnectedWorkers } from '@dbosd/daemon/internal/dispatch/worker.js';
import type { DbosdError } from '@dbosd/shared';
import { expect } from 'chai';
import { HeldClock } from '../../support/held-clock.js';
import { workerOf } from '../../support/dispatch-worker.js';

describe('the ownership of runs', () => {
  const RUN = { workflowId: 'w', ownerToken: 't' };
  let workers: ConnectedWorkers;
  let ownership: Ownership;
  let watched: number;
  let forgotten: string[];

  beforeEach(() => {
    workers = new ConnectedWorkers();
    watched = 0;
    forgotten = [];
    const options = {
      watchRun: () => {
        watched += 1;
        return () => {
          watched -= 1;
        };
      },
      forgetRun: (workflowId: string, ownerToken: string) => forgotten.push(`${workflowId} ${ownerToken}`),
    } as unknown as DispatchOptions;
    ownership = new Ownership(options, workers);
  });

  it('is confirmed by what the sweep has just seen, without a statement; all else that is asked in a turn by one', async () => {
    const clock = new HeldClock();
    const statements: unknown[][] = [];
    const options = {
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
    } as unknown as DispatchOptions;
    const confirming = new Ownership(options, workers);
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
    workers.add(worker);
    ownership.hold(worker, RUN);
    expect([watched, forgotten]).to.deep.equal([1, []]);
    worker.drop('t');
    expect([watched, forgotten]).to.deep.equal([0, ['w t']]);
  });

  it('goes over to the next stream of a worker, of which nothing is forgotten', () => {
    const [older, newer] = [workerOf().worker, workerOf().worker];
    for (const worker of [older, newer]) {
      workers.add(worker);
      ownership.hold(worker, RUN);
    }
    older.dropAll();
    expect([watched, forgotten]).to.deep.equal([1, []]);
    newer.dropAll();
    expect([watched, forgotten]).to.deep.equal([0, ['w t']]);
  });
});
