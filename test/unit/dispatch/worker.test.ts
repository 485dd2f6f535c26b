import { expect } from 'chai';
import type { RunningWorkflow } from '@dbosd/daemon/internal/model/workers.js';
import { INTERNAL_QUEUE } from '@dbosd/daemon/internal/store/queries/workflows/workflow-row.js';
import { workerOf } from '../../support/dispatch-worker.js';

function run(token: string, more: Partial<RunningWorkflow> = {}): RunningWorkflow {
  return { workflowId: `w ${token}`, ownerToken: token, ...more };
}

describe('a worker that is connected', () => {
  it('has room for as much as its queues allow, where it offers no slots', () => {
    const { worker } = workerOf();
    worker.hold(run('a', { queueName: 'q' }), () => undefined);
    expect(worker.roomFor('q')).to.equal(Infinity);
  });

  it('has room for its slots, less what it runs from queues; DBOS’s own queue is no part of that', () => {
    const { worker } = workerOf({ slots: 3, queueNames: [] });
    worker.hold(run('a', { queueName: 'q' }), () => undefined);
    worker.hold(run('b', { queueName: INTERNAL_QUEUE }), () => undefined);
    worker.hold(run('c'), () => undefined);
    expect(worker.roomFor('other')).to.equal(2);
    expect(worker.roomFor(INTERNAL_QUEUE)).to.equal(Infinity);
  });

  it('has none while its stream is full, for queues that it does not name, and when it leaves', () => {
    const { worker, sink } = workerOf({ queueNames: ['q'] });
    expect([worker.roomFor('q'), worker.roomFor('other')]).to.deep.equal([Infinity, 0]);
    sink.full = true;
    expect(worker.roomFor('q')).to.equal(0);
    sink.full = false;
    worker.close();
    expect(worker.roomFor(INTERNAL_QUEUE)).to.equal(0);
  });

  it('counts what it runs of a queue and of its partitions', () => {
    const { worker } = workerOf();
    worker.hold(run('a', { queueName: 'q', queuePartitionKey: 'x' }), () => undefined);
    worker.hold(run('b', { queueName: 'q', queuePartitionKey: 'y' }), () => undefined);
    expect([worker.running('q'), worker.running('q', 'x'), worker.running('p')]).to.deep.equal([2, 1, 0]);
  });

  it('is watched for each run once, and no more when that is over', () => {
    const { worker } = workerOf();
    const left: string[] = [];
    worker.hold(run('a'), () => left.push('first'));
    worker.hold(run('a'), () => left.push('second'));
    expect(left).to.deep.equal(['first']);
    expect([worker.drop('a'), worker.drop('a')].map(Boolean)).to.deep.equal([true, false]);
    expect(left).to.deep.equal(['first', 'second']);
  });

  it('is silent only while it is read from', () => {
    const { worker, sink } = workerOf();
    expect([worker.takeSignOfLife(), worker.takeSignOfLife()]).to.deep.equal([true, false]);
    sink.hears = false;
    expect(worker.takeSignOfLife()).to.equal(true);
    sink.hears = true;
    expect(worker.takeSignOfLife()).to.equal(false);
  });

  it('has so long to answer an assignment, not counting the time in which its stream is full', () => {
    const { worker, sink } = workerOf();
    for (const token of ['a', 'b']) {
      worker.hold(run(token), () => undefined);
      worker.assigned(token, 0);
    }
    worker.answered('b');
    const unanswered = (nowMs: number): string[] =>
      worker.unanswered(5000, nowMs).map(({ ownerToken }) => ownerToken);
    expect(unanswered(4999)).to.deep.equal([]);
    sink.full = true;
    expect(unanswered(6000)).to.deep.equal([]);
    sink.full = false;
    expect(unanswered(10_999)).to.deep.equal([]);
    expect(unanswered(11_000)).to.deep.equal(['a']);
  });
});
