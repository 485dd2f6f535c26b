import type { DurableOperations } from '../../model/durable.js';
import { appendStreamKinds } from '../../writer/durable/kinds/append-stream.js';
import { ClaimMessageKind } from '../../writer/durable/kinds/claim-message.js';
import { finishWorkflow } from './finish-workflow.js';
import { receive, type ReceiveDeps } from './receive.js';
import { recordDeadline } from './record-deadline.js';
import { recordStep } from './record-step.js';
import { sendMessage } from './send-message.js';
import { setEvent } from './set-event.js';
import { closeStream, writeStream } from './write-stream.js';

export type DurableDeps = Omit<ReceiveDeps, 'claims'>;

type Bound = Omit<DurableOperations, 'startWorkflow'>;

/** The durable verbs, each with what it needs. */
export function bindDurable(deps: DurableDeps): Bound {
  const { durableWriter } = deps;
  const streams = { durableWriter, streamKinds: appendStreamKinds(durableWriter.tries) };
  const claims = new ClaimMessageKind();
  return {
    recordStep: (command) => recordStep(durableWriter, command),
    recordDeadline: (command) => recordDeadline(durableWriter, command),
    sendMessage: (command) => sendMessage(durableWriter, command),
    receive: (command, signal) => receive({ ...deps, claims }, command, signal),
    setEvent: (command) => setEvent(durableWriter, command),
    writeStream: (command) => writeStream(streams, command),
    closeStream: (command) => closeStream(streams, command),
    finishWorkflow: (command) => finishWorkflow(durableWriter, command),
  };
}
