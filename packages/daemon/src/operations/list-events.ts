import type { ListEventsQuery, StoredEvent } from '../model/events.js';
import type { Page } from '../model/values.js';
import { listEvents as readList } from '../store/queries/events/list-events.js';
import type { Store } from '../store/store.js';

/** A page of a workflow's events; of a workflow that does not exist (yet), nothing, as DBOS's get_all_events. */
export function listEvents(store: Store, query: ListEventsQuery): Promise<Page<StoredEvent, string>> {
  return readList(store.read, query);
}
