import type { FinishWorkflowCommand } from '../../model/durable.js';
import { notRunning } from '../../model/failures.js';
import { findFinished, finishWorkflows } from '../../store/queries/workflows/finish-workflows.js';
import { effectOnly, fencedKind } from './fenced-kind.js';

/**
 * Ends a workflow with its outcome. A repeat after a lost answer finds no owner any more, only a workflow that has ended;
 * where it has ended with the very outcome, it is answered as the first call.
 */
export const finishWorkflowKind = fencedKind<FinishWorkflowCommand, undefined>({
  name: 'finish-workflow',
  write: async (db, workflows) =>
    (await finishWorkflows(db, workflows)).map((verdict, index) =>
      verdict.kind === 'refused' && hasOutcome(verdict.status)
        ? { kind: 'recorded', otherwise: notRunning(workflows[index]?.workflowId ?? '', verdict.status) }
        : effectOnly(verdict),
    ),
  check: async (db, workflows) =>
    (await findFinished(db, workflows)).map((same) =>
      same ? { kind: 'done', result: undefined } : undefined,
    ),
  identityOf: () => 'end',
  bytesOf: ({ output, error }) => Buffer.byteLength((output ?? error)?.data ?? ''),
  announce: (announcer, { workflowId }) => {
    announcer.workflowChanged(workflowId);
  },
});

function hasOutcome(status: string): boolean {
  return status === 'SUCCESS' || status === 'ERROR';
}
