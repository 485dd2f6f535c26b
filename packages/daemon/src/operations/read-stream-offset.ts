import { readPage } from '../hub/stream-batches.js';
import { workflowNotFound } from '../model/failures.js';
import type { StreamOffsetQuery } from '../model/streams.js';
import { eachOf } from '../model/value-run.js';
import type { StreamPage } from '../model/stream-page.js';
import type { WaitDeps } from './get-event.js';
import type { StreamOffsetAnswer, Unanswered, Wait } from './operations.js';
import { waitUntil } from './wait-until.js';

type Found = Exclude<StreamOffsetAnswer, Unanswered>;

/** Waits for the first value at or after an offset. Fails with WORKFLOW_NOT_FOUND. */
export function readStreamOffset(
  deps: WaitDeps,
  query: StreamOffsetQuery,
  wait: Wait,
): Promise<StreamOffsetAnswer> {
  const { workflowId, key, offset, maxValueBytes } = query;
  return waitUntil<StreamPage, Found>({
    hub: deps.hub,
    clock: deps.clock,
    wait,
    register: (wake) => deps.hub.onStream(workflowId, key, () => offset, wake),
    read: () => deps.reads.streamPage({ workflowId, key, from: offset, limit: 1, maxValueBytes }),
    decide: (page) => {
      if (page.workflowStatus === undefined) throw workflowNotFound(workflowId);
      return firstOf(page, query);
    },
  });
}

function firstOf(page: StreamPage, query: StreamOffsetQuery): Found | undefined {
  const [batch] = readPage(page, query.offset, query.maxValueBytes).batches;
  const value = batch && eachOf(batch.values)[0];
  if (batch && value) return { kind: 'value', value, offset: batch.nextOffset - batch.values.length };
  return batch?.end && { kind: 'end', end: batch.end };
}
