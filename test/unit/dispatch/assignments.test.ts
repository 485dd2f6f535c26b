import { pushPages } from '@dbosd/daemon/internal/dispatch/assignments.js';
import type { Worker } from '@dbosd/daemon/internal/dispatch/worker.js';
import type { Database } from '@dbosd/daemon/internal/store/database.js';
import { systemClock } from '@dbosd/shared';
import { expect } from 'chai';
import { workerOf, type TestSink } from '../../support/dispatch-worker.js';

/** A row of the one checkpoint that a page holds. */
function row(after: number, last: number): Record<string, unknown> {
  const none = { output: null, error: null, serialization: null, child_workflow_id: null, remaining: null };
  const times = { started_at_epoch_ms: null, completed_at_epoch_ms: null };
  return { ord: 1, behind: last - after - 1, function_id: after + 1, function_name: 's', ...none, ...times };
}

describe('the pages of an assignment', () => {
  let worker: Worker;
  let sink: TestSink;
  let errors: string[];

  beforeEach(() => {
    ({ worker, sink } = workerOf());
    errors = [];
    for (const ownerToken of ['a', 'b'])
      worker.hold({ workflowId: `w ${ownerToken}`, ownerToken }, () => undefined);
  });

  function push(token: string, query: (after: number) => Promise<unknown[]>): Promise<void> {
    const write = {
      query: (_statement: unknown, [, [after]]: [unknown, number[]]) => query(after!),
    } as unknown as Database;
    const onError = (event: string): void => {
      errors.push(event);
    };
    return pushPages({ write, clock: systemClock, onError }, worker, {
      workflowId: `w ${token}`,
      ownerToken: token,
      until: 0,
    });
  }

  function functionIds(): (number | undefined)[] {
    return sink.pages.map(({ checkpoints }) => checkpoints[0]?.functionId);
  }

  it('come one after the other, up to the last', async () => {
    await push('a', (after) => Promise.resolve([row(after, 3)]));
    expect(functionIds()).to.deep.equal([1, 2, 3]);
    expect(sink.pages.map(({ last }) => last)).to.deep.equal([false, false, true]);
  });

  it('come also after a read of them has failed: the worker waits for them', async () => {
    let failures = 0;
    await push('a', (after) =>
      after === 1 && (failures += 1) < 3
        ? Promise.reject(new Error('lost'))
        : Promise.resolve([row(after, 3)]),
    );
    expect(functionIds()).to.deep.equal([1, 2, 3]);
    expect(errors).to.deep.equal(['dispatch.pages_failed', 'dispatch.pages_failed']);
  });

  it('are read for one workflow of a worker at a time', async () => {
    let reading = 0;
    const query = async (after: number): Promise<unknown[]> => {
      reading += 1;
      expect(reading).to.equal(1);
      await new Promise(setImmediate);
      reading -= 1;
      return [row(after, 3)];
    };
    await Promise.all([push('a', query), push('b', query)]);
    expect(sink.pages).to.have.length(6);
    expect(errors).to.deep.equal([]);
  });

  it('end when the worker runs the workflow no more', async () => {
    await push('a', (after) => {
      worker.drop('a');
      return Promise.resolve([row(after, 3)]);
    });
    expect(sink.pages).to.deep.equal([]);
  });
});
