import { randomUUID } from 'node:crypto';
import type { EnqueueCommand, Enqueued } from '../model/workflows.js';
import type { NewStart } from '../store/queries/durable/start-workflows.js';
import type { Begun, StartKinds } from '../writer/kinds/start-workflow.js';
import type { Writer } from '../writer/writer.js';
import { refusedAttributes } from './refused-attributes.js';

export interface EnqueueDeps {
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
  { writer, starts }: EnqueueDeps,
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
    ...(applicationName !== undefined && { applicationName }),
    queue: {
      queueName,
      returnDeduplicated,
      priority,
      delayMs,
      byName: true,
      ...(deduplicationId !== undefined && { deduplicationId }),
      ...(queuePartitionKey !== undefined && { queuePartitionKey }),
      ...(applicationVersion !== undefined && { applicationVersion }),
    },
  };
}

export function toEnqueued({ workflow, existing }: Begun): Enqueued {
  const { workflowId, status, applicationName, queueRegistered } = workflow;
  return {
    workflowId,
    existing,
    status,
    queueRegistered,
    ...(applicationName !== undefined && { applicationName }),
  };
}
