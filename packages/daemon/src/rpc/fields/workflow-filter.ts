import {
  MAX_WORKFLOW_IDS,
  invalidField,
  isStatusName,
  statusFromWire,
  type contract,
  type WorkflowStatusName,
} from '@dbosd/shared';
import { storedExecutorIds } from '../../model/executor-id.js';
import type { WorkflowFilter } from '../../operations/operations.js';
import { checkEnum } from './enum.js';
import { parseJsonObject } from './json.js';
import { decodeIds, decodeNames } from './lists.js';
import { checkSize } from './payload.js';
import { decodeTime } from './times.js';

/** The filters of a list of workflows. Throws INVALID_FIELD or PAYLOAD_TOO_LARGE. */
export function decodeWorkflowFilter(
  request: contract.ListWorkflowsRequest__Output,
  maxPayloadBytes: number,
): WorkflowFilter {
  const { wasForkedFrom, isFork, hasParent, queuesOnly } = request;
  return {
    queuesOnly,
    ...present({
      workflowIds: decodeIds('workflow_ids', request.workflowIds, MAX_WORKFLOW_IDS),
      workflowIdPrefixes: decodeIds('workflow_id_prefixes', request.workflowIdPrefixes),
      workflowNames: decodeNames('workflow_names', request.workflowNames),
      statuses: decodeStatuses(request.statuses),
      createdSinceMs: decodeTime('created_since', request.createdSince),
      createdBeforeMs: decodeTime('created_before', request.createdBefore),
      completedSinceMs: decodeTime('completed_since', request.completedSince),
      completedBeforeMs: decodeTime('completed_before', request.completedBefore),
      dequeuedSinceMs: decodeTime('dequeued_since', request.dequeuedSince),
      dequeuedBeforeMs: decodeTime('dequeued_before', request.dequeuedBefore),
      authenticatedUsers: decodeNames('authenticated_users', request.authenticatedUsers),
      applicationVersions: decodeNames('application_versions', request.applicationVersions),
      executorIds: decodeExecutorIds(request.executorIds),
      queueNames: decodeNames('queue_names', request.queueNames),
      forkedFrom: decodeIds('forked_from', request.forkedFrom),
      wasForkedFrom,
      isFork,
      parentWorkflowIds: decodeIds('parent_workflow_ids', request.parentWorkflowIds),
      hasParent,
      attributesJson: decodeAttributes(request.attributesJson, maxPayloadBytes),
      scheduleNames: decodeNames('schedule_names', request.scheduleNames),
      applicationNames: decodeNames('application_names', request.applicationNames),
    }),
  };
}

function decodeExecutorIds(executorIds: readonly string[]): readonly string[] | undefined {
  const named = decodeNames('executor_ids', executorIds);
  return named && storedExecutorIds(named);
}

function decodeStatuses(
  statuses: readonly contract.WorkflowStatus__Output[],
): readonly WorkflowStatusName[] | undefined {
  if (statuses.length === 0) return undefined;
  const names = statuses.map((status, index) => {
    const field = `statuses[${String(index)}]`;
    const name = statusFromWire(checkEnum(field, status));
    if (isStatusName(name)) return name;
    throw invalidField(field, 'is unspecified: give a status');
  });
  return [...new Set(names)];
}

function decodeAttributes(json: string | undefined, maxPayloadBytes: number): string | undefined {
  if (json === undefined) return undefined;
  checkSize('attributes_json', json, maxPayloadBytes);
  const attributes = parseJsonObject('attributes_json', json);
  return Object.keys(attributes).length === 0 ? undefined : json;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
