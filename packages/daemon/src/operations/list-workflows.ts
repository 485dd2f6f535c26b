import { invalidField } from '@dbosd/shared';
import type { Page } from '../model/values.js';
import type { ListWorkflowsQuery, WorkflowCursor, WorkflowRecord } from '../model/workflows.js';
import { isNoJsonb } from '../store/errors.js';
import type { IndexesAtHand } from '../store/indexes/index.js';
import { LIST_SETTINGS } from '../store/queries/list-bounds.js';
import { listWorkflows as readList } from '../store/queries/workflows/list/list-workflows.js';
import type { Store } from '../store/store.js';

export interface ListDeps {
  readonly store: Store;
  /** What lists may ride beyond the indexes that DBOS always has. */
  readonly indexes: () => IndexesAtHand;
}

/** A page of workflows. */
export async function listWorkflows(
  { store, indexes }: ListDeps,
  query: ListWorkflowsQuery,
): Promise<Page<WorkflowRecord, WorkflowCursor>> {
  try {
    return await store.read.transaction((tx) => readList(tx, query, indexes()), { settings: LIST_SETTINGS });
  } catch (cause) {
    // Attributes are the one jsonb of the filter, and nothing else of it has a form that Postgres could refuse.
    if (query.filter.attributesJson === undefined || !isNoJsonb(cause)) throw cause;
    throw invalidField(
      'attributes_json',
      'holds what Postgres has no jsonb for, so that no workflow has it: leave it out',
    );
  }
}
