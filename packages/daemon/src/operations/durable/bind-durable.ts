import type { DurableOperations } from '../../model/durable.js';
import { appendStreamKinds } from '../../writer/durable/kinds/append-stream.js';
import { ClaimMessageKind } from '../../writer/durable/kinds/claim-message.js';
import { startWorkflowKind } from '../../writer/durable/kinds/start-workflow.js';
import { finishWorkflow } from './finish-workflow.js';
import { receive, type ReceiveDeps } from './receive.js';
import { recordDeadline } from './record-deadline.js';
import { recordStep } from './record-step.js';
import { sendMessage } from './send-message.js';
import { setEvent } from './set-event.js';
import { startWorkflow, type StartDeps } from './start-workflow.js';
import { closeStream, writeStream } from './write-stream.js';

export interface DurableDeps extends Omit<ReceiveDeps, 'claims'>, Omit<StartDeps, 'startKind'> {
  /** Write inputs where SDKs of schema 107 and 108 look for them, too. */
  readonly legacyInputs: boolean;
}

/** The durable verbs, each with what it needs. */
export function bindDurable(deps: DurableDeps): DurableOperations {
  const { durableWriter } = deps;
  const streams = { durableWriter, streamKinds: appendStreamKinds(durableWriter.tries) };
  const claims = new ClaimMessageKind();
  const startKind = startWorkflowKind(deps);
  return {
    recordStep: (command) => recordStep(durableWriter, command),
    recordDeadline: (command) => recordDeadline(durableWriter, command),
    sendMessage: (command) => sendMessage(durableWriter, command),
    receive: (command, signal) => receive({ ...deps, claims }, command, signal),
    setEvent: (command) => setEvent(durableWriter, command),
    writeStream: (command) => writeStream(streams, command),
    closeStream: (command) => closeStream(streams, command),
    startWorkflow: (command) => startWorkflow({ ...deps, startKind }, command),
    finishWorkflow: (command) => finishWorkflow(durableWriter, command),
  };
}
