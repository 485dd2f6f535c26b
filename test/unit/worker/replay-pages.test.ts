import { systemClock, type contract } from '@dbosd/shared';
import { Replay } from '@dbosd/worker/internal/execution/replay.js';
import { expect } from 'chai';

function page(functionIds: number[], last: boolean): contract.CheckpointPage__Output {
  const checkpoints = functionIds.map((functionId) => ({ functionId, functionName: 's' }));
  return { workflowId: 'w', ownerToken: 't', checkpoints, last } as contract.CheckpointPage__Output;
}

describe('the checkpoints of a workflow that is taken up', () => {
  it('are asked for from where they broke off, until all have come', () => {
    const replay = new Replay(systemClock, false);
    replay.add(page([0, 1, 2], false));
    expect(replay.until).to.equal(2);
    replay.add(page([3], false));
    expect(replay.until).to.equal(3);
    replay.add(page([4], true));
    expect(replay.until).to.equal(undefined);
  });

  it('are not asked for when nothing can be recorded yet', () => {
    expect(new Replay(systemClock, true).until).to.equal(undefined);
  });
});
