import { Worker } from '@dbosd/daemon/internal/dispatch/worker.js';
import type { CheckpointPage, WorkerOffer, WorkerSink } from '@dbosd/daemon/internal/model/workers.js';

/** Where a worker's pushes go, as a test holds it. */
export interface TestSink extends WorkerSink {
  full: boolean;
  hears: boolean;
  readonly pages: CheckpointPage[];
}

/** A worker of dispatch that has no stream. */
export function workerOf(offer: WorkerOffer = { queueNames: [] }): { worker: Worker; sink: TestSink } {
  const pages: CheckpointPage[] = [];
  const sink: TestSink = {
    full: false,
    hears: true,
    pages,
    assign: () => undefined,
    checkpoints: (page) => pages.push(page),
    stop: () => undefined,
    sendAway: () => undefined,
    end: () => undefined,
    room: () => Promise.resolve(),
  };
  const worker = new Worker(
    {
      applicationName: 'app',
      applicationVersion: 'v',
      executorId: 'dbosd:e',
      instance: 'i',
      workflows: [],
      offer,
      running: [],
      claimUnclaimed: false,
      streamNumber: 1,
    },
    sink,
  );
  return { worker, sink };
}
