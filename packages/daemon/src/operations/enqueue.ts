import { randomUUID } from 'node:crypto';
import type { FirstMessage, Sent } from '../model/messages.js';
import type { EnqueueAndSendCommand, EnqueueCommand, Enqueued } from '../model/workflows.js';
import { isRepeatable, isUniqueViolation } from '../store/errors.js';
import type { NewStart } from '../store/queries/workflows/start-workflows.js';
import { overtaken } from '../writer/carry-out.js';
import { messageOf, sendKind } from '../writer/kinds/send.js';
import type { Begun, StartKinds } from '../writer/kinds/start-workflow.js';
import type { Writer } from '../writer/writer.js';
import { sendAll } from './messages.js';
import { refusedAttributes } from './refused-attributes.js';

export interface EnqueueOptions {
  readonly writer: Writer;
  readonly starts: StartKinds;
}

/**
 * Enqueues a workflow, in one commit with whatever else is started or enqueued at that moment. A workflow that this very
 * request made is the first call, sent again; another one under the id or the deduplication id is answered with or
 * refused.
 *
 * Fails with WORKFLOW_ID_CONFLICT, WORKFLOW_ID_IN_USE or DEDUPLICATION_CONFLICT; nothing is written then.
 */
export async function enqueueWorkflow(
  { writer, starts }: EnqueueOptions,
  command: EnqueueCommand,
): Promise<Enqueued> {
  try {
    return toEnqueued(await writer.submit(starts.free, newStartOf(command)));
  } catch (cause) {
    throw refusedAttributes(cause);
  }
}

/** A workflow on a queue as a start that no worker makes: by name, and of no version. */
export function newStartOf(command: EnqueueCommand): NewStart {
  const { workflowId, requestId, applicationName, applicationVersion, ...rest } = command;
  const { queueName, deduplicationId, returnDeduplicated, priority, queuePartitionKey, delayMs } = command;
  return {
    ...rest,
    newId: workflowId,
    token: requestId ?? randomUUID(),
    inheritDeadline: false,
    applicationName,
    queue: {
      queueName,
      returnDeduplicated,
      priority,
      delayMs,
      byName: true,
      deduplicationId,
      queuePartitionKey,
      applicationVersion,
    },
  };
}

function toEnqueued({ workflow, existing }: Begun): Enqueued {
  const { workflowId, status, applicationName, queueRegistered } = workflow;
  return {
    workflowId,
    existing,
    status,
    queueRegistered,
    applicationName,
  };
}

/**
 * Enqueues a workflow and sends it its first messages, both or neither. A workflow that was there already gets the messages,
 * too: those that have keys are found there. Where another workflow holds the deduplication id, that one gets them, in a
 * transaction of its own.
 */
export async function enqueueAndSend(
  { writer, starts }: EnqueueOptions,
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
