import { expect } from 'chai';
import { StepTries, type StepCall } from '@dbosd/daemon/internal/writer/step-tries.js';

function at(stepAttempt: number, more: Partial<StepCall> = {}): StepCall {
  return { workflowId: 'w', ownerToken: 't', functionId: 3, stepAttempt, ...more };
}

describe('the tries of steps', () => {
  it('that are over are refused, and the latest and later ones are not', () => {
    const tries = new StepTries();
    expect(tries.refusal(at(1))).to.equal(undefined);
    expect(tries.refusal(at(3))).to.equal(undefined);

    expect(tries.refusal(at(2))).to.include({ reason: 'STEP_SUPERSEDED' });
    expect(tries.refusal(at(2))!.metadata).to.include({ latest_attempt: '3' });
    expect(tries.refusal(at(3))).to.equal(undefined);
    expect(tries.refusal(at(4))).to.equal(undefined);
  });

  it('are those of one step of one workflow under one token', () => {
    const tries = new StepTries();
    tries.refusal(at(2));

    expect(tries.refusal(at(1, { functionId: 4 }))).to.equal(undefined);
    expect(tries.refusal(at(1, { workflowId: 'other' }))).to.equal(undefined);
    expect(tries.refusal(at(1, { ownerToken: 'other' }))).to.equal(undefined);
    expect(tries.refusal({ workflowId: 'w', ownerToken: 't', functionId: 3 })).to.equal(undefined);
  });

  it('are forgotten with their workflow', () => {
    const tries = new StepTries();
    tries.refusal(at(2));
    tries.forget('w', 'another');
    expect(tries.refusal(at(1))).not.to.equal(undefined);
    tries.forget('w', 't');
    expect(tries.refusal(at(1))).to.equal(undefined);
  });

  it('write to a stream with dedupe or without, whichever came first', () => {
    const tries = new StepTries();
    expect(tries.mixed(at(1), 'a', true)).to.equal(undefined);
    expect(tries.mixed(at(1), 'b', false)).to.equal(undefined);

    expect(tries.mixed(at(2), 'a', false)).to.include({ reason: 'INVALID_FIELD' });
    expect(tries.mixed(at(1), 'b', true)).to.include({ reason: 'INVALID_FIELD' });
    expect(tries.mixed(at(1), 'a', true)).to.equal(undefined);
    expect(tries.mixed(at(1, { functionId: 4 }), 'a', false)).to.equal(undefined);
  });

  it('know of a stream what was learnt last, never what was learnt before', () => {
    const tries = new StepTries();
    tries.learn(at(1), 'a', { below: 5, rows: 2 });
    expect(tries.known(at(1), 'a'), 'of a stream that was not heard of').to.equal(undefined);

    tries.mixed(at(1), 'a', true);
    tries.learn(at(1), 'a', { below: 5, rows: 2 });
    tries.learn(at(1), 'a', { below: 4, rows: 1 });

    expect(tries.known(at(2), 'a')).to.deep.equal({ below: 5, rows: 2 });
    expect(tries.known(at(1), 'b')).to.equal(undefined);
  });

  it('are kept of so many, the workflow heard of longest ago goes first', () => {
    const tries = new StepTries(3);
    tries.refusal(at(2, { workflowId: 'old' }));
    tries.refusal(at(2, { workflowId: 'young' }));
    tries.mixed(at(1, { workflowId: 'old' }), 'a', true);
    tries.mixed(at(1, { workflowId: 'new' }), 'a', true);

    expect(tries.refusal(at(1, { workflowId: 'young' }))).to.equal(undefined);
    expect(tries.refusal(at(1, { workflowId: 'old' }))).not.to.equal(undefined);
  });
});
