import type { StartWorkflowCommand, WorkflowStarted } from '../../model/durable.js';
import type { ChildStart, NewStart } from '../../store/queries/durable/start-workflows.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';
import type { DurableKind } from '../../writer/durable/kinds/durable-kind.js';
import { toStarted } from '../../writer/durable/kinds/start-workflow.js';
import type { StartWriter } from '../../writer/durable/start-writer.js';
import { refusedAttributes } from '../refused-attributes.js';
import { insideStep } from './outside-step.js';

export interface StartDeps {
  readonly durableWriter: DurableWriter;
  readonly startWriter: StartWriter;
  readonly startKind: DurableKind<ChildStart, WorkflowStarted>;
}

/**
 * Starts a workflow: its row, its input and the checkpoint of the one that starts it are one transaction. Started at
 * once it is the starter's, under the start's token; on a queue it waits there. A workflow that this very start made is
 * the first call; another one under the id or the deduplication id is answered with or refused.
 *
 * Fails with WORKFLOW_ID_CONFLICT, WORKFLOW_ID_IN_USE or DEDUPLICATION_CONFLICT; nothing is recorded then.
 */
export async function startWorkflow(
  { durableWriter, startWriter, startKind }: StartDeps,
  { parent, ...command }: StartWorkflowCommand,
): Promise<WorkflowStarted> {
  const refusal = parent && insideStep(parent, 'the start of a workflow');
  if (refusal) throw refusal;
  const start = toStart(command);
  try {
    return await (parent === undefined
      ? startWriter.submit(start).then(toStarted)
      : durableWriter.submit(startKind, { ...parent, ...start }));
  } catch (cause) {
    throw refusedAttributes(cause);
  }
}

function toStart({ workflowId, ...command }: Omit<StartWorkflowCommand, 'parent'>): NewStart {
  return { ...command, newId: workflowId };
}
