import { StatusString as OfficialStatusString, type DBOS as Official } from '@dbos-inc/dbos-sdk';
import type * as Theirs from '@dbos-inc/dbos-sdk';
import { StatusString, type DBOS } from '@dbosd/worker';
import type * as Ours from '@dbosd/worker';
import { expect } from 'chai';

// What both have. What is written against the official class must compile against ours.
type SharedMember =
  | 'applicationVersion'
  | 'assumedRole'
  | 'authenticatedRoles'
  | 'authenticatedUser'
  | 'cancelWorkflow'
  | 'cancelWorkflows'
  | 'className'
  | 'closeStream'
  | 'deleteQueue'
  | 'deleteWorkflow'
  | 'deleteWorkflows'
  | 'deprecatePatch'
  | 'enqueueWorkflowWithOptions'
  | 'enqueueWorkflowWithOptionsPortable'
  | 'executorID'
  | 'forkWorkflow'
  | 'getEvent'
  | 'getResult'
  | 'getWorkflowStatus'
  | 'isInStep'
  | 'isInTransaction'
  | 'isInWorkflow'
  | 'isInitialized'
  | 'isWithinWorkflow'
  | 'launch'
  | 'listQueuedWorkflows'
  | 'listQueues'
  | 'listWorkflowSteps'
  | 'listWorkflows'
  | 'logger'
  | 'now'
  | 'patch'
  | 'randomUUID'
  | 'readStream'
  | 'readStreamOffset'
  | 'recv'
  | 'registerQueue'
  | 'registerStep'
  | 'registerWorkflow'
  | 'resumeWorkflow'
  | 'resumeWorkflows'
  | 'retrieveQueue'
  | 'retrieveWorkflow'
  | 'rewindWorkflow'
  | 'runStep'
  | 'send'
  | 'setEvent'
  | 'setWorkflowDelay'
  | 'setWorkflowPriority'
  | 'shutdown'
  | 'sleep'
  | 'sleepSeconds'
  | 'sleepms'
  | 'startWorkflow'
  | 'step'
  | 'stepID'
  | 'stepStatus'
  | 'waitAll'
  | 'waitFirst'
  | 'withAuthedContext'
  | 'withNamedContext'
  | 'withNextWorkflowID'
  | 'withWorkflowQueue'
  | 'withWorkflowTimeout'
  | 'workflow'
  | 'workflowID'
  | 'writeStream';
type Shared = Pick<typeof Official, SharedMember>;
type IsAssignable<A, B> = A extends B ? true : false;

// A method as a property: TypeScript compares the parameters of methods both ways, which would let ours take less.
type Strict<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => R : T[K];
};
/** Overloads and generics of functions do not survive being taken apart. */
type Plain = Exclude<
  SharedMember,
  | 'startWorkflow'
  | 'workflow'
  | 'step'
  | 'registerWorkflow'
  | 'registerStep'
  | 'className'
  | 'launch'
  | 'waitAll'
  | 'enqueueWorkflowWithOptions'
  | 'enqueueWorkflowWithOptionsPortable'
>;

describe('the worker next to DBOS', () => {
  it('has every shared member with a signature that official code can call', () => {
    const asOfficial = (ours: typeof DBOS): Shared => ours;
    const asStrict = (ours: Strict<Pick<typeof DBOS, Plain>>): Strict<Pick<typeof Official, Plain>> => ours;
    asOfficial;
    asStrict;
  });

  it('exports the names that communicating programs import next to the class', () => {
    expect(StatusString).to.deep.equal(OfficialStatusString);
    const policy = (ours: Ours.WorkflowIDReusePolicy): Theirs.WorkflowIDReusePolicy => ours;
    const status = (ours: Ours.WorkflowStatusString): Theirs.WorkflowStatusString => ours;
    const delay = (theirs: Theirs.SetWorkflowDelayOptions): Ours.SetWorkflowDelayOptions => theirs;
    const first = (theirs: Theirs.WaitFirstOptions): Ours.WaitFirstOptions => theirs;
    const all = (theirs: Theirs.WaitAllOptions): Ours.WaitAllOptions => theirs;
    expect([policy, status, delay, first, all]).to.have.length(5);
  });

  it('is compared by a check that can fail', () => {
    type Narrow = (destinationID: string, message: string) => Promise<void>;
    type NarrowSend = Strict<Pick<typeof DBOS, Exclude<Plain, 'send'>>> & { send: Narrow };
    type WithoutRecv = Omit<typeof DBOS, 'recv'>;
    // @ts-expect-error a send that takes only strings is not the official one
    const narrow: IsAssignable<NarrowSend, Strict<Pick<typeof Official, Plain>>> = true;
    // @ts-expect-error without recv it is not the official class
    const without: IsAssignable<WithoutRecv, Shared> = true;
    narrow;
    without;
  });
});
