import type { DurableOperations } from '../model/durable.js';
import { appendStreamKinds, streamClose, streamValue } from '../writer/kinds/append-stream.js';
import { finishWorkflowKind } from '../writer/kinds/finish-workflow.js';
import { receiveKind } from '../writer/kinds/receive.js';
import { recordDeadlineKind } from '../writer/kinds/record-deadline.js';
import { recordStepKind } from '../writer/kinds/record-step.js';
import { durableMessageOf, sendDurablyKind } from '../writer/kinds/send-durably.js';
import { setEventKind } from '../writer/kinds/set-event.js';
import { toStarted, type StartKinds } from '../writer/kinds/start-workflow.js';
import { receive, type ReceiveDeps } from './receive.js';
import { refusedAttributes } from './refused-attributes.js';

export interface DurableDeps extends Omit<ReceiveDeps, 'receives'> {
  readonly starts: StartKinds;
}

/** The durable operations of workers: each is a kind of write (writer/kinds), and a recv waits. */
export function durableOperations({ hub, clock, writer, starts }: DurableDeps): DurableOperations {
  const streams = appendStreamKinds(writer.tries);
  const receives = receiveKind();
  return {
    recordStep: (command) => writer.submit(recordStepKind, command),
    recordDeadline: (command) => writer.submit(recordDeadlineKind, command),
    sendMessage: (command) => writer.submit(sendDurablyKind, durableMessageOf(command)),
    receive: (command, signal) => receive({ hub, clock, writer, receives }, command, signal),
    setEvent: (command) => writer.submit(setEventKind, command),
    writeStream: (command) => writer.submit(streams.write, streamValue(command)),
    closeStream: async (command) => {
      await writer.submit(streams.close, streamClose(command));
    },
    startWorkflow: async ({ parent, workflowId: newId, ...command }) => {
      const start = { ...command, newId };
      try {
        return await (parent === undefined
          ? writer.submit(starts.free, start).then(toStarted)
          : writer.submit(starts.child, { ...parent, ...start }));
      } catch (cause) {
        throw refusedAttributes(cause);
      }
    },
    finishWorkflow: async (command) => {
      await writer.submit(finishWorkflowKind, command);
      writer.forgetRun(command.workflowId, command.ownerToken);
    },
  };
}
