import { invalidField, isTerminal } from '@dbosd/shared';
import { workflowNotFound } from '../model/failures.js';
import type { RewindCommand } from '../model/management.js';
import { INTERNAL_QUEUE } from '../store/queries/workflows/internal-queue.js';
import { lockToRewind, rewindLocked } from '../store/queries/workflows/rewind-workflow.js';
import type { ManageDeps } from './manage-workflows.js';
import { writeOnce } from './write-once.js';

/** Takes an ended workflow back to a step and enqueues it. Fails with WORKFLOW_NOT_FOUND, or INVALID_FIELD: not ended. */
export async function rewindWorkflow(deps: ManageDeps, command: RewindCommand): Promise<object> {
  const { workflowId } = command;
  const answer = await writeOnce(deps, {
    method: 'RewindWorkflow',
    command,
    effect: async (tx) => {
      const status = await lockToRewind(tx, workflowId);
      if (status === undefined) throw workflowNotFound(workflowId);
      if (!isTerminal(status)) {
        throw invalidField(
          'workflow_id',
          `is of a workflow that has not ended (${status}): only an ended one can be rewound, so cancel it first`,
        );
      }
      await rewindLocked(tx, command);
      return {};
    },
  });
  deps.announcer.workflowChanged(workflowId);
  deps.announcer.workWaits(command.queueName ?? INTERNAL_QUEUE);
  return answer;
}
