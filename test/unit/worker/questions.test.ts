import { DBOS } from '@dbosd/worker';
import { untilAnswered } from '@dbosd/worker/internal/operations/waits.js';
import { DbosdError, transportError } from '@dbosd/shared';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { rejection } from '../client/client-and-daemon.js';
import { withWorker } from '../../support/launched-worker.js';

const OUTAGES = [
  new DbosdError({ reason: 'STORE_UNAVAILABLE', message: 'no database', outcome: 'not_applied' }),
  new DbosdError({ reason: 'OUTCOME_UNKNOWN', message: 'lost', outcome: 'unknown' }),
  transportError(status.UNAVAILABLE, 'no daemon'),
];
const REFUSALS = [
  new DbosdError({ reason: 'WORKFLOW_NOT_FOUND', message: 'missing' }),
  transportError(status.UNIMPLEMENTED, 'another server'),
];

/** A question that fails in these ways first. */
function question(failures: readonly Error[]): { asked: number; ask: () => Promise<string> } {
  const state = {
    asked: 0,
    ask: () => {
      const failure = failures[state.asked];
      state.asked += 1;
      return failure === undefined ? Promise.resolve('answer') : Promise.reject(failure);
    },
  };
  return state;
}

describe('what a workflow asks a daemon', () => {
  it('is asked again through outages', async () => {
    const asking = question(OUTAGES);
    const ask = DBOS.registerWorkflow(() => untilAnswered(asking.ask), { name: 'ask' });
    await withWorker(async () => {
      expect(await ask()).to.equal('answer');
      expect(asking.asked).to.equal(OUTAGES.length + 1);
    });
  });

  for (const refusal of REFUSALS) {
    it(`fails with what no waiting fixes: ${refusal.message}`, async () => {
      const asking = question([refusal]);
      const ask = DBOS.registerWorkflow(() => untilAnswered(asking.ask), { name: 'ask' });
      await withWorker(async () => {
        expect(await rejection(ask())).to.have.property('message', refusal.message);
        expect(asking.asked).to.equal(1);
      });
    });
  }

  it('fails at once outside a workflow, where its caller has a timeout of its own', async () => {
    const asking = question(OUTAGES);
    expect(await rejection(untilAnswered(asking.ask))).to.equal(OUTAGES[0]);
    expect(asking.asked).to.equal(1);
  });
});
