import { invalidField } from '@dbosd/shared';
import type { FirstState } from '../store/batched-reads.js';
import { workflowDeleted, workflowNotFound } from '../model/failures.js';
import type { Page } from '../model/values.js';
import type {
  AwaitAnswer,
  AwaitFirstAnswer,
  AwaitFirstQuery,
  AwaitQuery,
  FirstOutcome,
  ListStepsQuery,
  ListWorkflowsQuery,
  WorkflowCursor,
  WorkflowOutcome,
  WorkflowQuery,
  WorkflowRecord,
  WorkflowStep,
} from '../model/workflows.js';
import { isNoJsonb } from '../store/errors.js';
import type { IndexesAtHand } from '../store/indexes/index.js';
import { LIST_SETTINGS } from '../store/queries/list-page.js';
import { listSteps } from '../store/queries/workflows/list-steps.js';
import { listWorkflows as readList } from '../store/queries/workflows/list/list-workflows.js';
import { type WorkflowState, readStatus } from '../store/queries/workflows/read-outcomes.js';
import { readWorkflow } from '../store/queries/workflows/workflow-row.js';
import type { Store } from '../store/store.js';
import type { Wait } from '../model/waits.js';
import { waitUntil, type WaitOptions } from './wait-until.js';

/** A workflow as it is now. Fails with WORKFLOW_NOT_FOUND. */
export async function getWorkflow(
  { store }: Pick<ListOptions, 'store'>,
  query: WorkflowQuery,
): Promise<WorkflowRecord> {
  const workflow = await readWorkflow(store.read, query);
  if (workflow === undefined) throw workflowNotFound(query.workflowId);
  return workflow;
}

export interface ListOptions {
  readonly store: Store;
  /** What lists may use beyond the indexes that DBOS always has. */
  readonly indexes: () => IndexesAtHand;
}

/** A page of workflows. */
export async function listWorkflows(
  { store, indexes }: ListOptions,
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

/** A page of a workflow's steps. Fails with WORKFLOW_NOT_FOUND. */
export async function listWorkflowSteps(
  { store }: Pick<ListOptions, 'store'>,
  query: ListStepsQuery,
): Promise<Page<WorkflowStep, number>> {
  const page = await listSteps(store.read, query);
  // Only an empty page can be one of no workflow: DBOS keeps no steps without it, unless it was deleted just now.
  if (page.items.length === 0 && (await readStatus(store.read, query.workflowId)) === undefined) {
    throw workflowNotFound(query.workflowId);
  }
  return page;
}

/**
 * Waits until a workflow has ended. Fails with WORKFLOW_NOT_FOUND when there is none, unless its start is waited for too;
 * also then when it is deleted while it is waited for.
 */
export async function awaitWorkflow(
  { hub, clock, reads }: WaitOptions,
  query: AwaitQuery,
  wait: Wait,
): Promise<AwaitAnswer> {
  let exists = false;
  const answer = await waitUntil<WorkflowState, WorkflowOutcome>({
    hub,
    clock,
    wait,
    register: (wake) => hub.onWorkflow(query.workflowId, wake),
    read: () => reads.outcome(query),
    decide: (state) => {
      switch (state.kind) {
        case 'completed':
          return state;
        case 'active':
          exists = true;
          hub.noteWorkflow(query.workflowId, true);
          return undefined;
        case 'missing':
          if (hub.noteWorkflow(query.workflowId, false)) throw workflowDeleted(query.workflowId);
          if (query.waitForStart) return undefined;
          throw workflowNotFound(query.workflowId);
      }
    },
  });
  return answer.kind === 'notYet' ? { ...answer, exists } : answer;
}

/**
 * Waits until one of several workflows has ended. Fails with WORKFLOW_NOT_FOUND when one is missing (unless starts are
 * waited for too), and when one is deleted while it is waited for.
 */
export async function awaitFirst(
  deps: WaitOptions,
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

function throwIfGone({ hub }: WaitOptions, query: AwaitFirstQuery, missing: readonly string[]): void {
  const [first] = missing;
  const gone = new Set(missing);
  for (const workflowId of query.workflowIds) {
    if (hub.noteWorkflow(workflowId, !gone.has(workflowId))) throw workflowDeleted(workflowId);
  }
  if (first !== undefined && !query.waitForStart) throw workflowNotFound(first);
}
