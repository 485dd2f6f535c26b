import { checkName, checkWorkflowId, invalidField, MAX_FILTER_VALUES, MAX_WORKFLOW_IDS } from '@dbosd/shared';

/** Names that a list is filtered by; `undefined`: none are given. */
export function decodeNames(field: string, names: readonly string[]): readonly string[] | undefined {
  return decodeList(names, { field, most: MAX_FILTER_VALUES, check: checkName });
}

/** Workflow ids, or beginnings of such, that a list is filtered by; `undefined`: none are given. */
export function decodeIds(
  field: string,
  ids: readonly string[],
  most = MAX_FILTER_VALUES,
): readonly string[] | undefined {
  return decodeList(ids, { field, most, check: checkWorkflowId });
}

/** Workflow ids: one at least, and none twice. */
export function decodeDistinctIds(field: string, ids: readonly string[]): readonly string[] {
  const checked = decodeIds(field, ids, MAX_WORKFLOW_IDS);
  if (checked === undefined) throw invalidField(field, 'is empty: give one workflow id at least');
  if (new Set(checked).size < checked.length) {
    throw invalidField(field, 'names a workflow twice: give each id once');
  }
  return checked;
}

function decodeList(
  values: readonly string[],
  { field, most, check }: { field: string; most: number; check: (field: string, value: string) => string },
): readonly string[] | undefined {
  if (values.length === 0) return undefined;
  if (values.length > most) {
    throw invalidField(field, `holds ${String(values.length)} values: give ${String(most)} at most`);
  }
  return values.map((value, index) => check(`${field}[${String(index)}]`, value));
}
