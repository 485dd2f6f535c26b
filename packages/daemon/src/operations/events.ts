import { isTerminal } from '@dbosd/shared';
import { committedEvent } from '../model/committed.js';
import { Wakeup, untilReady } from '../hub/wakeup.js';
import type {
  EventAnswer,
  EventQuery,
  ListEventsQuery,
  StoredEvent,
  WatchBatch,
  WatchQuery,
} from '../model/events.js';
import { draining, workflowDeleted } from '../model/failures.js';
import type { Page, WorkflowEnded } from '../model/values.js';
import { listEvents as readList, type EventState } from '../store/queries/events/read-events.js';
import type { WatcherChanges } from '../store/queries/events/read-event-changes.js';
import type { Store } from '../store/store.js';
import type { CancelSignal, Sink, Unanswered, Wait } from '../model/waits.js';
import { look, RETRY_MS, waitUntil, type WaitOptions } from './wait-until.js';

/**
 * Waits for an event. Value and status are of one snapshot, so `workflowEnded` means that the key was not set then. Fails with
 * WORKFLOW_NOT_FOUND when the workflow is deleted while it is waited for.
 */
export function getEvent(deps: WaitOptions, query: EventQuery, wait: Wait): Promise<EventAnswer> {
  return waitUntil<EventState, Exclude<EventAnswer, Unanswered>>({
    hub: deps.hub,
    clock: deps.clock,
    wait,
    register: (wake) => deps.hub.onEvent(query.workflowId, query.key, wake),
    read: () => deps.reads.event(query),
    take: (committed) => {
      const event = committedEvent(committed, query);
      return event && { kind: 'value', ...event };
    },
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

/** A page of a workflow's events; of a workflow that does not exist (yet), nothing, as DBOS's get_all_events. */
export function listEvents(
  { store }: Pick<WatchOptions, 'store'>,
  query: ListEventsQuery,
): Promise<Page<StoredEvent, string>> {
  return readList(store.read, query);
}

export interface WatchOptions extends WaitOptions {
  readonly store: Store;
  readonly slowReaderMs: number;
}

/**
 * Watches the state of a workflow's events: what differs from what the caller knows is offered, and is then known. While
 * the transport is full nothing is read; values that were overwritten in between are skipped, the latest never is. Fails with
 * WORKFLOW_NOT_FOUND when the workflow is deleted while it is watched, or has been since the caller read what it knows.
 */
export async function watchEvents(
  deps: WatchOptions,
  query: WatchQuery,
  sink: Sink<WatchBatch>,
  signal: CancelSignal,
): Promise<WorkflowEnded> {
  const known = new Map(
    [...query.known].filter(([key]) => query.keys.length === 0 || query.keys.includes(key)),
  );
  const wakeup = new Wakeup();
  let digest: Buffer | undefined;
  const leave = deps.hub.onEvents(query.workflowId, () => digest, wakeup.wake);
  try {
    for (let looks = 1; ; looks++) {
      signal.throwIfAborted();
      if (deps.hub.draining) throw draining();
      wakeup.clear();
      const looked = await look(() => deps.reads.eventChanges({ ...query, known }), looks === 1);
      if (!looked.seen) {
        await wakeup.wait(RETRY_MS, signal);
        continue;
      }
      const seen = looked.state;
      digest = seen.digest;
      const isGone = deps.hub.noteWorkflow(query.workflowId, seen.workflowStatus !== undefined);
      if (isGone || (seen.workflowStatus === undefined && known.size > 0)) {
        throw workflowDeleted(query.workflowId);
      }
      const ended = endOf(seen);
      for (const change of seen.changes) {
        if (change.kind === 'set') known.set(change.key, change.revision);
        else known.delete(change.key);
      }
      const nothing = seen.changes.length === 0 && !ended;
      const room = nothing || sink.offer({ changes: seen.changes, ...(ended ? { ended } : {}) });
      if (ended) return ended;
      if (!room) await untilReady({ ...deps, sink, resume: {} });
      else if (!seen.more) await wakeup.wait(Infinity, signal);
    }
  } finally {
    leave();
  }
}

function endOf({ workflowStatus, more }: WatcherChanges): WorkflowEnded | undefined {
  if (more || workflowStatus === undefined || !isTerminal(workflowStatus)) return undefined;
  return { kind: 'workflowEnded', status: workflowStatus };
}
