import type { FinishWorkflowCommand } from '../../model/durable.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';
import { finishWorkflowKind } from '../../writer/durable/kinds/finish-workflow.js';

/** Ends a workflow with its outcome. */
export async function finishWorkflow(writer: DurableWriter, command: FinishWorkflowCommand): Promise<void> {
  await writer.submit(finishWorkflowKind, command);
  writer.tries.forget(command.workflowId, command.ownerToken);
  writer.orders.forget(command);
}
