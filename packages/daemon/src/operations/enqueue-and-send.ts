import type { FirstMessage, Sent } from '../model/messages.js';
import type { EnqueueCommand, Enqueued } from '../model/workflows.js';
import {
  enqueueWorkflow as insertWorkflow,
  type Inserted,
} from '../store/queries/workflows/enqueue-workflow.js';
import type { Writer } from '../writer/writer.js';
import { enqueueWith, type EnqueueDeps, type Insert } from './enqueue-workflow.js';

export interface EnqueueAndSendDeps extends EnqueueDeps {
  readonly writer: Writer;
}

/** A workflow, and messages that are sent to it in the transaction that makes it. */
export interface EnqueueAndSendCommand {
  readonly workflow: EnqueueCommand;
  readonly messages: readonly FirstMessage[];
  readonly rejectDifferent: boolean;
}

/**
 * Enqueues a workflow and sends it its first messages, both or neither. To one that was there already, also one that
 * this very request made, the messages are sent by themselves: those that have keys are found there.
 */
export async function enqueueAndSend(
  deps: EnqueueAndSendDeps,
  { workflow, messages, rejectDifferent }: EnqueueAndSendCommand,
): Promise<{ workflow: Enqueued; sent: Sent[] }> {
  const rules = { requireActive: false, rejectDifferent };
  const to = (destinationId: string): (FirstMessage & { destinationId: string })[] =>
    messages.map((message) => ({ ...message, destinationId }));
  let sent: Sent[] | undefined;
  const insert: Insert = async (options) => {
    let inserted: Inserted | undefined;
    const inTheWay = new InTheWay();
    try {
      sent = await deps.writer.sendAll(to(workflow.workflowId), rules, async (tx) => {
        inserted = await insertWorkflow(tx, workflow, options);
        if (inserted === undefined) throw inTheWay;
      });
    } catch (cause) {
      if (cause !== inTheWay) throw cause;
    }
    return inserted;
  };
  const enqueued = await enqueueWith(deps, workflow, insert);
  return {
    workflow: enqueued,
    sent: sent ?? (await deps.writer.sendAll(to(enqueued.workflowId), rules)),
  };
}

/** Thrown to roll back a transaction whose workflow is there already. */
class InTheWay extends Error {}
