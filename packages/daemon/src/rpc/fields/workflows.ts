import {
  checkText,
  type contract,
  invalidField,
  isStatusName,
  MAX_WORKFLOW_IDS,
  PORTABLE_JSON,
  statusFromWire,
  type StoredValue,
  type WorkflowStatusName,
} from '@dbosd/shared';
import { storedExecutorIds } from '../../model/workers.js';
import type { WorkflowFilter } from '../../operations/operations.js';
import { mapEntryPath } from '../codec/message-codec.js';
import { isObject, parseJson, parseJsonObject } from './json.js';
import { decodeIds, decodeNames } from './lists.js';
import { checkEnum } from './scalars.js';
import { decodeTime } from './times.js';
import { checkSize, decodePayload } from './values.js';

/** The filters of a list of workflows. Throws INVALID_FIELD or PAYLOAD_TOO_LARGE. */
export function decodeWorkflowFilter(
  request: contract.ListWorkflowsRequest__Output,
  maxPayloadBytes: number,
): WorkflowFilter {
  const { wasForkedFrom, isFork, hasParent, queuesOnly } = request;
  return {
    queuesOnly,
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

/** The input of a new workflow as it is stored; absent: no arguments. Throws INVALID_FIELD or PAYLOAD_TOO_LARGE. */
export function decodeWorkflowInput(
  input: contract.WorkflowInput__Output | null,
  maxBytes: number,
): Required<StoredValue> {
  if (input === null) return portableInput([], {}, maxBytes);
  if (input.kind === undefined) {
    throw invalidField('input', 'is empty: set portable or raw, or leave the input out');
  }
  switch (input.kind) {
    case 'portable':
      return portableInput(input.portable?.positionalJson ?? [], input.portable?.namedJson ?? {}, maxBytes);
    case 'raw':
      return decodeRawInput('input.raw', input.raw, maxBytes);
  }
}

// The elements are JSON already, so they are put together as they came: what the caller wrote is what is stored.
function portableInput(
  positional: readonly string[],
  named: Readonly<Record<string, string>>,
  maxBytes: number,
): Required<StoredValue> {
  for (const [index, text] of positional.entries()) {
    parseJson(`input.portable.positional_json[${String(index)}]`, text);
  }
  const entries = Object.entries(named).map(([key, text]) => {
    checkText('input.portable.named_json', key);
    parseJson(mapEntryPath('input.portable.named_json', key), text);
    return `${JSON.stringify(key)}:${text}`;
  });
  const data = `{"positionalArgs":[${positional.join(',')}],"namedArgs":{${entries.join(',')}}}`;
  checkSize('input.portable', data, maxBytes);
  return { data, serialization: PORTABLE_JSON };
}

/** An input that is serialized already: a portable one must be of the form that DBOS reads. */
export function decodeRawInput(
  field: string,
  payload: contract.Payload__Output | null | undefined,
  maxBytes: number,
): Required<StoredValue> {
  const stored = decodePayload(field, payload, maxBytes);
  if (stored.serialization === PORTABLE_JSON) checkEnvelope(`${field}.data`, stored.data);
  return stored;
}

// DBOS reads a portable input of any other form as no arguments at all.
function checkEnvelope(field: string, data: string): void {
  const envelope: unknown = JSON.parse(data);
  if (!isObject(envelope)) {
    throw invalidField(
      field,
      'is no object: wrap the arguments as {"positionalArgs": […], "namedArgs": {…}}',
    );
  }
  const members = new Map(Object.entries(envelope));
  if (members.has('positionalArgs') && !Array.isArray(members.get('positionalArgs'))) {
    throw invalidField(field, 'has positionalArgs that are no array: list the arguments in order');
  }
  if (members.has('namedArgs') && !isObject(members.get('namedArgs'))) {
    throw invalidField(field, 'has namedArgs that are no object: give each argument its name');
  }
  const other = [...members.keys()].find((name) => name !== 'positionalArgs' && name !== 'namedArgs');
  if (other !== undefined) {
    throw invalidField(
      field,
      `has a member ${JSON.stringify(other)}: only positionalArgs and namedArgs are read`,
    );
  }
}
