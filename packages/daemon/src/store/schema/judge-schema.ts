import { DbosdError } from '@dbosd/shared';
import { inspectDbosSchema, type SchemaInspection, type Queryable } from './inspect-dbos-schema.js';
import { DBOS_SCHEMA_VERSION } from './schema-name.js';

/** What follows from an inspection for a daemon that runs. */
export type SchemaVerdict =
  | { readonly kind: 'as_known'; readonly version: number }
  /** A version that the daemon does not know, with every column that it uses: warn, count, go on. */
  | { readonly kind: 'unknown_version'; readonly version: number; readonly warning: string }
  /** Writing could do harm: every write is answered with this error until another look says otherwise. */
  | { readonly kind: 'stop_writes'; readonly error: DbosdError };

/**
 * One turn of the watch over `dbos_migrations`, which is looked at every minute while the daemon runs.
 *
 * @throws what the database throws; a look that failed says nothing about the schema
 */
export async function watchSchema(client: Queryable, schema: string): Promise<SchemaVerdict> {
  return whileRunning(await inspectDbosSchema(client, schema), schema);
}

/** At start an older schema is refused, whatever columns it has: the version is what the SDKs themselves go by. */
export function atStart(inspection: SchemaInspection, schema: string): SchemaVerdict {
  if (inspection.kind !== 'older') return whileRunning(inspection, schema);
  const { version, fix } = inspection;
  return stop(`schema "${schema}" is at version ${version}, below ${DBOS_SCHEMA_VERSION}: ${fix}`, {
    version,
  });
}

/** A version that went down under a running daemon is only unknown, as long as the columns are there. */
function whileRunning(inspection: SchemaInspection, schema: string): SchemaVerdict {
  switch (inspection.kind) {
    case 'supported':
      return { kind: 'as_known', version: inspection.version };
    case 'newer':
    case 'older':
      return unknownVersion(inspection, schema);
    case 'empty':
      return stop(`schema "${schema}" has no DBOS tables: restart the daemon, which creates them`, {});
    case 'unusable':
      return stop(`${inspection.problem}: ${inspection.fix}`, {});
  }
}

function unknownVersion(
  { kind, version, missing }: Extract<SchemaInspection, { kind: 'newer' | 'older' }>,
  schema: string,
): SchemaVerdict {
  const place = kind === 'newer' ? 'above' : 'below';
  const stands = `schema "${schema}" is at version ${version}, ${place} ${DBOS_SCHEMA_VERSION}`;
  if (missing.length === 0) {
    return {
      kind: 'unknown_version',
      version,
      warning: `${stands}: every column that dbosd uses exists, so it goes on; use a release of dbosd that knows it`,
    };
  }
  return stop(`${stands}, without ${missing.join(', ')}: use a release of dbosd that knows it`, {
    version,
    missing: missing.join(','),
  });
}

function stop(message: string, facts: Readonly<Record<string, string | number>>): SchemaVerdict {
  const metadata = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
  return {
    kind: 'stop_writes',
    error: new DbosdError({ reason: 'SCHEMA_UNSUPPORTED', message, outcome: 'not_applied', metadata }),
  };
}
