import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { withWorker } from '../../support/launched-worker.js';

const MANY = 12;

describe('many waits of one workflow', () => {
  const warnings: string[] = [];
  let child: () => Promise<void>;
  const note = ({ name, message }: Error): void => {
    warnings.push(`${name}: ${message}`);
  };

  before(() => process.on('warning', note));
  after(() => process.off('warning', note));
  afterEach(() => DBOS.shutdown({ deregister: true }));

  const waits: [what: string, wait: () => Promise<unknown>][] = [
    ['sleeps', () => DBOS.sleep(5)],
    ['children', () => child()],
    [
      'steps that are tried again',
      () =>
        DBOS.runStep(failOnce(), { name: 's', retriesAllowed: true, maxAttempts: 2, intervalSeconds: 0.001 }),
    ],
    ['events', () => DBOS.getEvent('other', 'k', 0.005)],
  ];

  for (const [what, wait] of waits) {
    it(`print no warning of a leak: ${what}`, async () => {
      child = DBOS.registerWorkflow(() => DBOS.sleep(5), { name: 'child' });
      const waiting = DBOS.registerWorkflow(
        async () => {
          await Promise.all(Array.from({ length: MANY }, wait));
        },
        { name: 'waiting' },
      );
      await withWorker(
        async () => {
          await waiting();
        },
        {
          script: {
            onRequest: (session, { id, getEvent }) => {
              if (getEvent) session.answer(id, { getEvent: { timedOut: {} } });
            },
          },
        },
      );
      expect(warnings.filter((text) => text.includes('MaxListeners'))).to.deep.equal([]);
    });
  }
});

function failOnce(): () => Promise<void> {
  let tries = 0;
  return () => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error('once')) : Promise.resolve();
  };
}
