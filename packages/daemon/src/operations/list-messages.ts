import { workflowNotFound } from '../model/failures.js';
import type { ListMessagesQuery, MessageCursor, StoredMessage } from '../model/messages.js';
import type { Page } from '../model/values.js';
import { listMessages as readPage } from '../store/queries/messages/list-messages.js';
import { LIST_SETTINGS } from '../store/queries/list-bounds.js';
import { readStatus } from '../store/queries/workflows/read-status.js';
import type { ListDeps } from './list-workflows.js';

/** A page of a workflow's messages, waiting and consumed. Fails with WORKFLOW_NOT_FOUND. */
export async function listMessages(
  { store, indexes }: ListDeps,
  query: ListMessagesQuery,
): Promise<Page<StoredMessage, MessageCursor>> {
  const page = await store.read.transaction((tx) => readPage(tx, query, indexes()), {
    settings: LIST_SETTINGS,
    tables: ['notifications'],
  });
  // Messages cannot outlive their workflow: only where there are none is it worth asking.
  if (page.items.length === 0 && (await readStatus(store.read, query.workflowId)) === undefined) {
    throw workflowNotFound(query.workflowId);
  }
  return page;
}
