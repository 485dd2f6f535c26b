import type { Operations, Sent } from '@dbosd/daemon/internal/operations/operations.js';

/** Operations of which a test writes those that it expects; any other call fails as an unexpected error. */
export function fakeOperations(verbs: Partial<Operations>): Operations {
  const unexpected = (verb: string) => (): Promise<never> =>
    Promise.reject(new Error(`${verb} was not expected to be called`));
  return {
    writes: { full: false, onRoom: () => () => undefined },
    send: unexpected('send'),
    sendBatch: unexpected('sendBatch'),
    listMessages: unexpected('listMessages'),
    getEvent: unexpected('getEvent'),
    listEvents: unexpected('listEvents'),
    watchEvents: unexpected('watchEvents'),
    readStream: unexpected('readStream'),
    readStreamOffset: unexpected('readStreamOffset'),
    listStreams: unexpected('listStreams'),
    enqueueWorkflow: unexpected('enqueueWorkflow'),
    enqueueAndSend: unexpected('enqueueAndSend'),
    cancelWorkflows: unexpected('cancelWorkflows'),
    resumeWorkflows: unexpected('resumeWorkflows'),
    deleteWorkflows: unexpected('deleteWorkflows'),
    forkWorkflow: unexpected('forkWorkflow'),
    rewindWorkflow: unexpected('rewindWorkflow'),
    setWorkflowDelay: unexpected('setWorkflowDelay'),
    setWorkflowPriority: unexpected('setWorkflowPriority'),
    setWorkflowAttributes: unexpected('setWorkflowAttributes'),
    deleteQueue: unexpected('deleteQueue'),
    getWorkflow: unexpected('getWorkflow'),
    awaitWorkflow: unexpected('awaitWorkflow'),
    listWorkflows: unexpected('listWorkflows'),
    listWorkflowSteps: unexpected('listWorkflowSteps'),
    awaitFirst: unexpected('awaitFirst'),
    upsertQueue: unexpected('upsertQueue'),
    getQueue: unexpected('getQueue'),
    listQueues: unexpected('listQueues'),
    ...verbs,
  };
}

export function sent(messageId: string): Sent {
  return { kind: 'sent', messageId, duplicate: false, differs: false, destinationStatus: 'PENDING' };
}
