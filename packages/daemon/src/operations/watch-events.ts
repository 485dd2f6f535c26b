import { isTerminal } from '@dbosd/shared';
import { Wakeup } from '../hub/wakeup.js';
import { untilReady } from '../hub/until-ready.js';
import { draining, workflowDeleted } from '../model/failures.js';
import type { WatchBatch, WatchQuery } from '../model/events.js';
import type { WorkflowEnded } from '../model/values.js';
import type { WatcherChanges } from '../store/queries/events/read-event-changes.js';
import type { WaitDeps } from './get-event.js';
import { look, RETRY_MS } from './look.js';
import type { Sink } from './operations.js';

export interface WatchDeps extends WaitDeps {
  readonly slowReaderMs: number;
}

/**
 * Watches the state of a workflow's events: what differs from what the caller knows is offered, and is then known. While
 * the transport is full nothing is read; values that were overwritten in between are skipped, the latest never is. Fails with
 * WORKFLOW_NOT_FOUND when the workflow is deleted while it is watched, or has been since the caller read what it knows.
 */
export async function watchEvents(
  deps: WatchDeps,
  query: WatchQuery,
  sink: Sink<WatchBatch>,
  signal: AbortSignal,
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
