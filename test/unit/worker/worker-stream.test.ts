import { EventEmitter } from 'node:events';
import { mock } from 'node:test';
import { systemClock, type DbosdError } from '@dbosd/shared';
import { WorkerStream, type StreamParts } from '@dbosd/worker/internal/connection/worker-stream.js';
import { expect } from 'chai';

/** The lease of a worker whose daemon has vanished without closing the socket (docs/protocol.md, 7). */
const LEASE_MS = 30_000;
const STEP_MS = 500;

describe('a worker’s stream', () => {
  afterEach(() => {
    mock.timers.reset();
  });

  function open(): { stream: WorkerStream; ends: (DbosdError | undefined)[] } {
    mock.timers.enable({ apis: ['setInterval'] });
    const ends: (DbosdError | undefined)[] = [];
    const transport = Object.assign(new EventEmitter(), { write: () => true, cancel: () => undefined });
    const stream = new WorkerStream({
      target: { authority: 'there' },
      channel: { close: () => undefined },
      stream: transport,
      accepted: {},
      codec: {},
      clock: systemClock,
      owner: {
        ended: (_stream: WorkerStream, error: DbosdError | undefined) => {
          ends.push(error);
        },
      },
    } as unknown as StreamParts);
    return { stream, ends };
  }

  it('gives up a daemon that says nothing in time to find another before its lease is over', () => {
    const { ends } = open();
    let ms = 0;
    for (; ends.length === 0 && ms < LEASE_MS; ms += STEP_MS) mock.timers.tick(STEP_MS);
    expect(ends[0]).to.include({ reason: 'TRANSPORT' });
    expect(ms).to.be.at.most((2 / 3) * LEASE_MS);
  });

  it('keeps one that says something every 5 s', () => {
    const { stream, ends } = open();
    for (let ms = 0; ms < 2 * LEASE_MS; ms += STEP_MS) {
      if (ms % 5000 === 0) {
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
