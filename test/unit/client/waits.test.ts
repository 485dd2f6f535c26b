import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { WaitTimeoutError } from '@dbosd/client';
import { durationToMs, type contract } from '@dbosd/shared';
import { portableValue, type FakeSession } from '../../support/fake-daemon.js';
import { rejection, withClient } from './client-and-daemon.js';

const WAITERS = 10_000;

describe('waits', () => {
  it('are asked again for the rest when the daemon ends a hold early', () =>
    withClient({}, async (client, daemon) => {
      const event = client.getEvent('wf', 'key', 100);
      await daemon.until(() => daemon.requests.length === 1);
      const [first] = daemon.requests;
      daemon.session.answer(first?.id ?? 0, { getEvent: { notYet: { remaining: { seconds: 99 } } } });
      await daemon.until(() => daemon.requests.length === 2);
      const second = daemon.requests[1];
      const [before, after] = [timeoutMs(first), timeoutMs(second)];
      expect(before).to.be.greaterThan(99_000).and.at.most(100_000);
      expect(after).to.be.greaterThan(0).and.at.most(before);
      expect(second?.id).to.not.equal(first?.id);
      daemon.session.answer(second?.id ?? 0, { getEvent: { timedOut: {} } });
      expect(await event).to.equal(null);
    }));

  it('for an event end with its value, null in time, and null when the workflow has ended', () => {
    const outcomes: contract.GetEventResponse[] = [
      { value: { value: portableValue({ paid: true }), revision: Buffer.alloc(16) } },
      { timedOut: {} },
      { workflowEnded: { status: 'WORKFLOW_STATUS_SUCCESS' } },
    ];
    const onRequest = (session: FakeSession, { id }: contract.SessionRequest__Output): void => {
      session.answer(id, { getEvent: outcomes.shift() ?? {} });
    };
    return withClient({ onRequest }, async (client) => {
      expect(await client.getEvent('wf', 'key')).to.deep.equal({ paid: true });
      expect(await client.getEvent('wf', 'key', { deadlineEpochMS: Date.now() - 5 })).to.equal(null);
      expect(await client.getEvent('wf', 'key', 0)).to.equal(null);
    });
  });

  it('by the ten thousand end at once under one signal, and leave no listener and no request behind', () =>
    withClient({}, async (client, daemon) => {
      const abort = new AbortController();
      const warnings: Error[] = [];
      const onWarning = (warning: Error): void => void warnings.push(warning);
      process.on('warning', onWarning);
      const waits = Promise.allSettled(
        Array.from({ length: WAITERS }, (_, at) =>
          client.getEvent(`wf-${String(at)}`, 'key', { timeoutSeconds: 3600, signal: abort.signal }),
        ),
      );
      await daemon.until(() => daemon.requests.length === WAITERS);
      expect(getEventListeners(abort.signal, 'abort')).to.have.length(1);
      abort.abort();
      const outcomes = await waits;
      expect(outcomes.every(({ status }) => status === 'rejected')).to.equal(true);
      await daemon.until(() => daemon.session.cancels.length === WAITERS);
      expect(daemon.sessions).to.have.length(1);
      expect(daemon.session.ended).to.equal(false);
      expect(getEventListeners(abort.signal, 'abort')).to.have.length(0);
      process.off('warning', onWarning);
      expect(warnings).to.deep.equal([]);
    }));

  it('beyond max_waits go on a further session', () =>
    withClient({ limits: { maxWaits: 2 } }, async (client, daemon) => {
      const abort = new AbortController();
      const waits = [1, 2, 3].map((at) =>
        rejection(client.getEvent(`wf-${String(at)}`, 'key', { signal: abort.signal })),
      );
      await daemon.until(() => daemon.requests.length === 3);
      expect(daemon.sessions.map(({ requests }) => requests.length)).to.deep.equal([2, 1]);
      abort.abort();
      await Promise.all(waits);
    }));

  it('for a result end with WaitTimeoutError when a timeout was given', () => {
    const onRequest = (session: FakeSession, { id }: contract.SessionRequest__Output): void => {
      session.answer(id, { awaitWorkflow: { timedOut: {} } });
    };
    return withClient({ onRequest }, async (client, daemon) => {
      const error = await rejection(client.retrieveWorkflow('wf').getResult({ timeoutSeconds: 1 }));
      expect(error).to.be.instanceOf(WaitTimeoutError).and.to.include({ workflowID: 'wf', timeoutMS: 1000 });
      expect(daemon.requests[0]?.awaitWorkflow?.waitForStart).to.equal(true);
    });
  });

  it('end with REQUEST_ABORTED when the client is destroyed', () =>
    withClient({}, async (client, daemon) => {
      const waiting = rejection(client.getEvent('wf', 'key'));
      await daemon.until(() => daemon.requests.length === 1);
      await client.destroy();
      expect(await waiting).to.include({ reason: 'REQUEST_ABORTED' });
      expect(await rejection(client.send('wf', 1))).to.include({ reason: 'REQUEST_ABORTED' });
    }));
});

function timeoutMs(request: contract.SessionRequest__Output | undefined): number {
  return durationToMs(request?.getEvent?.timeout ?? { seconds: 0, nanos: 0 });
}
