import { DBOS } from '@dbosd/worker';
import { timeoutMsOf } from '@dbosd/worker/internal/operations/waits.js';
import { expect } from 'chai';

describe('Durations that a workflow gives', () => {
  it('are refused when they are no numbers, and never made into one', async () => {
    for (const given of ['0.001', null, [], 1n, true] as never[]) {
      const error: unknown = await DBOS.sleepSeconds(given).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(String(error), typeof given).to.include('give a finite number');
    }
    for (const given of [{ timeoutSeconds: 1n }, { deadlineEpochMS: 1n }, { timeoutSeconds: '1' }] as never[])
      expect(() => timeoutMsOf(given)).to.throw('which is not a number');
  });
});
