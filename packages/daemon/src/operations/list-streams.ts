import { workflowNotFound } from '../model/failures.js';
import type { ListStreamsQuery, StreamInfo } from '../model/streams.js';
import type { Page } from '../model/values.js';
import { listStreams as readList } from '../store/queries/streams/list-streams.js';
import type { Store } from '../store/store.js';

/** A page of a workflow's streams. Fails with WORKFLOW_NOT_FOUND. */
export async function listStreams(store: Store, query: ListStreamsQuery): Promise<Page<StreamInfo, string>> {
  const page = await readList(store.read, query);
  if (page === undefined) throw workflowNotFound(query.workflowId);
  return page;
}
