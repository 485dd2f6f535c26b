import { EventEmitter } from 'node:events';
import { mock } from 'node:test';
import {
  systemClock,
  WORKER_BEAT_MS,
  WORKER_LEASE_MS,
  type contract,
  type DbosdError,
  type LinkTransport,
} from '@dbosd/shared';
import { WorkerStream, type StreamEnvironment } from '@dbosd/worker/internal/connection/worker-stream.js';
import { expect } from 'chai';

const STEP_MS = 500;

describe('a worker’s stream', () => {
  afterEach(() => {
    mock.timers.reset();
  });

  function open(): { stream: WorkerStream; ends: (DbosdError | undefined)[] } {
    mock.timers.enable({ apis: ['setInterval'] });
    const ends: (DbosdError | undefined)[] = [];
    const transport = Object.assign(new EventEmitter(), { write: () => true, cancel: () => undefined });
    const stream = new WorkerStream(
      {} as contract.WorkerAccepted__Output,
      {
        target: { authority: 'there' },
        channel: { close: () => undefined },
        stream: transport,
      } as unknown as LinkTransport,
      {
        clock: systemClock,
        owner: {
          ended: (_stream: WorkerStream, error: DbosdError | undefined) => {
            ends.push(error);
          },
        },
      } as unknown as StreamEnvironment,
    );
    return { stream, ends };
  }

  it('gives up a daemon that says nothing in time to find another before its lease is over', () => {
    const { ends } = open();
    let ms = 0;
    for (; ends.length === 0 && ms < WORKER_LEASE_MS; ms += STEP_MS) mock.timers.tick(STEP_MS);
    expect(ends[0]).to.include({ reason: 'TRANSPORT' });
    expect(ms).to.be.at.most((2 / 3) * WORKER_LEASE_MS);
  });

  it('keeps one that says something with every beat', () => {
    const { stream, ends } = open();
    for (let ms = 0; ms < 2 * WORKER_LEASE_MS; ms += STEP_MS) {
      if (ms % WORKER_BEAT_MS === 0) {
        stream.received({
          assignments: [],
          checkpointPages: [],
          stops: [],
          answers: [],
          goingAway: null,
        } as unknown as Parameters<typeof stream.received>[0]);
      }
      mock.timers.tick(STEP_MS);
    }
    expect(ends).to.deep.equal([]);
  });
});
