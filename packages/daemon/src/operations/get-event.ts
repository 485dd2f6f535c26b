import { isTerminal, type Clock } from '@dbosd/shared';
import { workflowDeleted } from '../model/failures.js';
import type { EventQuery } from '../model/events.js';
import type { Hub } from '../hub/hub.js';
import type { BatchedReads } from '../store/batched-reads.js';
import type { EventAnswer, Unanswered, Wait } from './operations.js';
import { waitUntil } from './wait-until.js';
import type { EventState } from '../store/queries/events/read-events.js';

export interface WaitDeps {
  readonly hub: Hub;
  readonly reads: BatchedReads;
  readonly clock: Clock;
}

/**
 * Waits for an event. Value and status are of one snapshot, so `workflowEnded` means that the key was not set then. Fails with
 * WORKFLOW_NOT_FOUND when the workflow is deleted while it is waited for.
 */
export function getEvent(deps: WaitDeps, query: EventQuery, wait: Wait): Promise<EventAnswer> {
  return waitUntil<EventState, Exclude<EventAnswer, Unanswered>>({
    hub: deps.hub,
    clock: deps.clock,
    wait,
    register: (wake) => deps.hub.onEvent(query.workflowId, query.key, wake),
    read: () => deps.reads.event(query),
    decide: ({ event, workflowStatus }) => {
      if (event) return { kind: 'value', ...event };
      if (workflowStatus !== undefined && isTerminal(workflowStatus)) {
        return { kind: 'workflowEnded', status: workflowStatus };
      }
      if (deps.hub.noteWorkflow(query.workflowId, workflowStatus !== undefined)) {
        throw workflowDeleted(query.workflowId);
      }
      return undefined;
    },
  });
}
