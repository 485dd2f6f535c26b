import { RUN_PROOF_MS } from '@dbosd/shared';
import type { OperationCall, Answer } from '@dbosd/worker/internal/connection/operation.js';
import type { WorkerConnection } from '@dbosd/worker/internal/connection/worker-connection.js';
import { Replay } from '@dbosd/worker/internal/execution/replay.js';
import { WorkflowRun } from '@dbosd/worker/internal/execution/workflow-run.js';
import { expect } from 'chai';
import { HeldClock } from '../../support/held-clock.js';

describe('a run of a workflow', () => {
  let clock: HeldClock;
  let asked: string[];
  let ageMs: number;

  beforeEach(() => {
    clock = new HeldClock();
    asked = [];
    ageMs = 0;
  });

  function runOf(): WorkflowRun {
    const connection = {
      perform: (_lane: unknown, { body }: OperationCall): Promise<Answer> => {
        asked.push(Object.keys(body).join());
        clock.pass(10);
        const runConfirmed = { age: { seconds: 0, nanos: ageMs * 1e6 } };
        return Promise.resolve((body.confirmRun ? { runConfirmed } : { recorded: {} }) as unknown as Answer);
      },
    } as unknown as WorkerConnection;
    return new WorkflowRun({
      clock,
      connection,
      workflowId: 'w',
      ownerToken: 't',
      workflowName: 'w',
      outcomeFormat: 'native',
      authentication: { user: undefined, assumedRole: undefined, roles: [] },
      replay: new Replay(clock, true),
      provenAtMs: 0,
      readers: {},
    });
  }

  it('asks nothing before a step that begins within a second of an operation, and asks once after that', async () => {
    const run = runOf();
    for (let step = 0; step < 50; step += 1) {
      clock.pass(RUN_PROOF_MS - 100);
      expect(run.confirmed()).to.equal(undefined);
      await run.perform({ startedAtMs: 0, body: { recordStep: { functionName: 's' } } });
    }
    expect(asked).not.to.include('confirmRun');

    clock.pass(RUN_PROOF_MS);
    asked = [];
    await Promise.all([run.confirmed(), run.confirmed()]);
    expect(asked).to.deep.equal(['confirmRun']);
    expect(run.confirmed()).to.equal(undefined);
  });

  it('counts a proof from when it was asked for, less its age, and never goes back', async () => {
    const run = runOf();
    clock.pass(RUN_PROOF_MS);
    ageMs = 400;
    await run.confirmed();
    clock.pass(RUN_PROOF_MS - 400 - 11);
    expect(run.confirmed()).to.equal(undefined);
    clock.pass(1);
    ageMs = 0;
    await run.confirmed();
    expect(asked).to.deep.equal(['confirmRun', 'confirmRun']);
  });
});
