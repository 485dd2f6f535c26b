import type { DurableOperations } from '../../model/durable.js';
import { appendStreamKinds } from '../../writer/durable/kinds/append-stream.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';
import { finishWorkflow } from './finish-workflow.js';
import { recordDeadline } from './record-deadline.js';
import { recordStep } from './record-step.js';
import { setEvent } from './set-event.js';
import { closeStream, writeStream } from './write-stream.js';

export interface DurableDeps {
  readonly durableWriter: DurableWriter;
}

type Bound = Omit<DurableOperations, 'sendMessage' | 'receive' | 'startWorkflow'>;

/** The durable verbs, each with what it needs. */
export function bindDurable({ durableWriter }: DurableDeps): Bound {
  const streams = { durableWriter, streamKinds: appendStreamKinds(durableWriter.tries) };
  return {
    recordStep: (command) => recordStep(durableWriter, command),
    recordDeadline: (command) => recordDeadline(durableWriter, command),
    setEvent: (command) => setEvent(durableWriter, command),
    writeStream: (command) => writeStream(streams, command),
    closeStream: (command) => closeStream(streams, command),
    finishWorkflow: (command) => finishWorkflow(durableWriter, command),
  };
}
