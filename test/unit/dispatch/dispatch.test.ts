import { setImmediate as turn } from 'node:timers/promises';
import { Dispatch } from '@dbosd/daemon/internal/dispatch/dispatch.js';
import type { DispatchOptions } from '@dbosd/daemon/internal/dispatch/options.js';
import type { ConnectedWorker } from '@dbosd/daemon/internal/model/workers.js';
import { expect } from 'chai';
import { HeldClock } from '../../support/held-clock.js';
import { workerOf } from '../../support/dispatch-worker.js';

describe('dispatch', () => {
  const RUN = { workflowId: 'w', ownerToken: 't' };
  let watched: number;
  let looks: number;
  let dispatch: Dispatch;

  /** A worker that is let in, as far as a store that knows nothing lets it. */
  async function connected(): Promise<ConnectedWorker> {
    watched = 0;
    looks = 0;
    const store = { query: () => Promise.resolve([{}]) };
    dispatch = new Dispatch({
      clock: new HeldClock(),
      write: { ...store, transaction: (work: (tx: unknown) => unknown) => work(store) },
      read: store,
      maintenance: {
        query: () => {
          looks += 1;
          return Promise.resolve([]);
        },
      },
      announcer: {
        workflowChanged: () => undefined,
        workWaits: () => undefined,
        runStopped: () => undefined,
      },
      watchRun: () => {
        watched += 1;
        return () => {
          watched -= 1;
        };
      },
      forgetRun: () => undefined,
      refusal: () => undefined,
      onError: () => undefined,
    } as unknown as DispatchOptions);
    const { worker } = workerOf();
    return dispatch.connect(worker.hello, worker.sink);
  }

  it('watches what a worker runs, until its stream is over', async () => {
    const worker = await connected();
    worker.runs(RUN);
    worker.runs(RUN);
    expect(watched).to.equal(1);
    worker.gone();
    expect(watched).to.equal(0);
  });

  it('watches nothing for a stream that is over when its operation is answered', async () => {
    const worker = await connected();
    worker.gone();
    worker.runs(RUN);
    expect(watched).to.equal(0);
  });

  it('looks at the queues when a workflow of one has ended, and not for the sake of others', async () => {
    const worker = await connected();
    worker.runs(RUN);
    worker.runs({ workflowId: 'queued', ownerToken: 'u', queueName: 'q' });
    await dispatch.start();
    await turn();
    await turn();
    const before = looks;

    worker.ended('w', 't');
    await turn();
    expect(looks - before).to.equal(0);
    worker.ended('queued', 'u');
    await turn();
    expect(looks - before).to.equal(1);
    worker.gone();
    await dispatch.stop();
  });
});
