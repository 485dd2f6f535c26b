import { workflowDeleted, workflowNotFound } from '../model/failures.js';
import type { AwaitFirstQuery, FirstOutcome } from '../model/workflows.js';
import type { FirstState } from '../store/batched-reads.js';
import type { WaitDeps } from './get-event.js';
import type { AwaitFirstAnswer, Wait } from './operations.js';
import { waitUntil } from './wait-until.js';

/**
 * Waits until one of several workflows has ended. Fails with WORKFLOW_NOT_FOUND when one is missing (unless starts are
 * waited for too), and when one is deleted while it is waited for.
 */
export async function awaitFirst(
  deps: WaitDeps,
  query: AwaitFirstQuery,
  wait: Wait,
): Promise<AwaitFirstAnswer> {
  let exists = false;
  const answer = await waitUntil<FirstState, FirstOutcome>({
    hub: deps.hub,
    clock: deps.clock,
    wait,
    register: (wake) => {
      const leaves = query.workflowIds.map((workflowId) => deps.hub.onWorkflow(workflowId, wake));
      return () => {
        for (const leave of leaves) leave();
      };
    },
    read: () => deps.reads.first(query),
    decide: (state) => {
      switch (state.kind) {
        case 'completed':
          return state;
        case 'active':
          throwIfGone(deps, query, state.missing);
          exists = state.missing.length === 0;
          return undefined;
      }
    },
  });
  return answer.kind === 'notYet' ? { ...answer, exists } : answer;
}

function throwIfGone({ hub }: WaitDeps, query: AwaitFirstQuery, missing: readonly string[]): void {
  const [first] = missing;
  const gone = new Set(missing);
  for (const workflowId of query.workflowIds) {
    if (hub.noteWorkflow(workflowId, !gone.has(workflowId))) throw workflowDeleted(workflowId);
  }
  if (first !== undefined && !query.waitForStart) throw workflowNotFound(first);
}
