import { ok, warning, type Finding } from '../model/finding.js';
import type { MigrationStatus } from '../store/migrations/index.js';
import { quoteIdentifier } from '../store/statement.js';

/** Judges which migrations of dbosd's schema are applied. Whether the role may apply the rest is another check. */
export function judgeOwnSchema({
  schema,
  schemaExists,
  applied,
  pending,
  unknown,
}: MigrationStatus): Finding {
  const name = quoteIdentifier(schema);
  if (unknown.length > 0) {
    return warning(
      `a newer dbosd has applied ${unknown.join(', ')} to ${name}`,
      'use that release here, too',
    );
  }
  if (!schemaExists) return ok(`no ${name} yet: "dbosd serve" makes it`);
  if (pending.length > 0) {
    return warning(
      `${name} lacks ${pending.join(', ')}`,
      'run "dbosd migrate up", or start "dbosd serve", which applies them',
    );
  }
  return ok(`${name} is up to date: ${String(applied.length)} migrations applied`);
}
