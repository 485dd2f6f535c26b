import { setImmediate as turn } from 'node:timers/promises';
import { RUN_PROOF_MS } from '@dbosd/shared';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { untilStopped } from '@dbosd/daemon/internal/operations/wait-until.js';
import { runHash } from '@dbosd/daemon/internal/store/channels.js';
import { expect } from 'chai';
import { HeldClock } from '../../support/held-clock.js';

const RUNS = [
  { workflowId: 'a', ownerToken: 't' },
  { workflowId: 'b', ownerToken: 'u' },
];

describe('the wait for workers to stop', () => {
  it('ends when each has said so, once or often', async () => {
    const hub = new Hub();
    let over = false;
    const waiting = untilStopped({ hub, clock: new HeldClock() }, RUNS).then(() => {
      over = true;
    });
    const hear = (workflowId: string, ownerToken: string): void => {
      hub.hint({ kind: 'stopped', hash: runHash(workflowId, ownerToken) });
    };
    for (let times = 0; times < 2; times += 1) hear('a', 't');
    hear('b', 'another token');
    await turn();
    expect(over).to.equal(false);
    hear('b', 'u');
    await waiting;
    expect(hub.size).to.equal(0);
  });

  it('ends when a worker that says nothing begins no step any more without asking', async () => {
    const hub = new Hub();
    const clock = new HeldClock();
    const waiting = untilStopped({ hub, clock }, RUNS);
    expect(clock.sleeps).to.deep.equal([RUN_PROOF_MS]);
    await clock.advance(RUN_PROOF_MS);
    await waiting;
    expect(hub.size).to.equal(0);
  });

  it('is none where no worker runs what was changed', async () => {
    const clock = new HeldClock();
    await untilStopped({ hub: new Hub(), clock }, []);
    expect(clock.sleeps).to.deep.equal([]);
  });
});
