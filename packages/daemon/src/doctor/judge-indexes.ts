import { ok, skipped, warning, type Finding } from '../model/finding.js';
import type { OwnIndexFinding } from '../store/indexes/index.js';

/** Judges the state of dbosd's indexes on DBOS's tables. Only speed depends on them. */
export function judgeIndexes(findings: readonly OwnIndexFinding[], ownIndexes: 'auto' | 'off'): Finding {
  const wanting = findings.filter(({ state }) => state !== 'standing');
  if (wanting.length === 0) return ok(`all ${String(findings.length)} indexes of dbosd are there`);
  if (ownIndexes === 'off') {
    return skipped(`own_indexes is off; ${String(wanting.length)} of ${String(findings.length)} are missing`);
  }
  return warning(
    `slow without an index: ${wanting
      .map(({ index, state }) => `${index.serves} (${index.name} is ${state})`)
      .join('; ')}`,
    'run "dbosd migrate up" as the owner of the tables; "dbosd serve" makes them in the background where it is that',
  );
}
