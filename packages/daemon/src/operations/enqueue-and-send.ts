import type { FirstMessage, Sent } from '../model/messages.js';
import type { EnqueueCommand, Enqueued } from '../model/workflows.js';
import { isRepeatable, isUniqueViolation } from '../store/errors.js';
import { overtaken } from '../writer/carry-out.js';
import { messageOf, sendKind } from '../writer/kinds/send.js';
import type { Begun } from '../writer/kinds/start-workflow.js';
import { newStartOf, toEnqueued, type EnqueueDeps } from './enqueue-workflow.js';
import { refusedAttributes } from './refused-attributes.js';
import { sendAll } from './send.js';

/** A workflow, and messages that are sent to it in the transaction that makes it. */
export interface EnqueueAndSendCommand {
  readonly workflow: EnqueueCommand;
  readonly messages: readonly FirstMessage[];
  readonly rejectDifferent: boolean;
}

/**
 * Enqueues a workflow and sends it its first messages, both or neither. A workflow that was there already gets the messages,
 * too: those that have keys are found there. Where another workflow holds the deduplication id, that one gets them, in a
 * transaction of its own.
 */
export async function enqueueAndSend(
  { writer, starts }: EnqueueDeps,
  { workflow, messages, rejectDifferent }: EnqueueAndSendCommand,
): Promise<{ workflow: Enqueued; sent: Sent[] }> {
  const rules = { requireActive: false, rejectDifferent };
  const to = (destinationId: string): (FirstMessage & { destinationId: string })[] =>
    messages.map((message) => ({ ...message, destinationId }));
  const start = newStartOf(workflow);
  const writes = to(workflow.workflowId).map((message) => messageOf(message, rules));
  try {
    return await writer.transaction({
      lanes: [starts.free.laneOf(start), ...writes.map((write) => sendKind.laneOf(write))],
      bytes: [starts.free.bytesOf(start), ...writes.map((write) => sendKind.bytesOf(write))],
      // Its deduplication id was taken since the snapshot: the next one shows by whom.
      isUndone: (cause) => isRepeatable(cause) || isUniqueViolation(cause),
      run: async (tx) => {
        const [begun] = await tx.write(starts.free, [start]);
        if (begun === undefined) throw new Error('the start gave no verdict');
        if (begun.workflow.workflowId !== workflow.workflowId) throw new AnotherHoldsIt(begun);
        return { workflow: toEnqueued(begun), sent: await tx.write(sendKind, writes) };
      },
    });
  } catch (cause) {
    if (cause instanceof AnotherHoldsIt) {
      const holder = toEnqueued(cause.begun);
      return { workflow: holder, sent: await sendAll(writer, to(holder.workflowId), rules) };
    }
    throw isUniqueViolation(cause) ? overtaken() : refusedAttributes(cause);
  }
}

/** Thrown to roll back a transaction whose messages are for another workflow. */
class AnotherHoldsIt extends Error {
  readonly begun: Begun;

  constructor(begun: Begun) {
    super('another workflow holds the deduplication id');
    this.begun = begun;
  }
}
