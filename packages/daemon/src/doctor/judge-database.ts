import { failed, type Finding, ok, skipped, warning } from '../model/finding.js';
import type { MessagesTrigger, Privileges, SchemaPrivileges, Stranded } from '../store/doctor/index.js';
import type { OwnIndexFinding } from '../store/indexes/index.js';
import type { MigrationStatus } from '../store/migrations/index.js';
import { DBOS_SCHEMA_VERSION, type SchemaInspection } from '../store/schema/index.js';
import { quoteIdentifier } from '../store/statement.js';

/** Judges the schema that has the name of the DBOS schema. */
export function judgeDbosSchema(inspection: SchemaInspection, schema: string): Finding {
  const name = quoteIdentifier(schema);
  switch (inspection.kind) {
    case 'empty':
      return ok(`no tables of DBOS in ${name} yet: "dbosd serve" makes them`);
    case 'supported':
      return ok(`${name} is at version ${String(inspection.version)}, which this dbosd knows`);
    case 'older':
      return failed(
        `${name} is at version ${String(inspection.version)}, below ${String(DBOS_SCHEMA_VERSION)}`,
        inspection.fix,
      );
    case 'newer':
      return judgeNewer(`${name} is at version ${String(inspection.version)}`, inspection.missing);
    case 'unusable':
      return failed(inspection.problem, inspection.fix);
  }
}

function judgeNewer(version: string, missing: readonly string[]): Finding {
  const fix = 'use a release of dbosd that knows it';
  return missing.length === 0
    ? warning(`${version}, above ${String(DBOS_SCHEMA_VERSION)}, with every column that dbosd uses`, fix)
    : failed(`${version}, above ${String(DBOS_SCHEMA_VERSION)}, without ${missing.join(', ')}`, fix);
}

/** Judges whether messages that other programs store wake their receivers. */
export function judgeMessagesTrigger(
  trigger: MessagesTrigger,
  { notify, dbosSchema }: { readonly notify: 'auto' | 'off'; readonly dbosSchema: string },
): Finding {
  if (trigger === 'enabled') return ok('the trigger on notifications announces messages');
  if (notify === 'off') return skipped('notify is off, and so is the trigger on notifications');
  return warning(
    `the trigger on notifications is ${trigger}: dbosd announces the messages that it stores, but those that DBOS applications send are announced by nothing`,
    fixOfTrigger(trigger, quoteIdentifier(dbosSchema)),
  );
}

function fixOfTrigger(trigger: Exclude<MessagesTrigger, 'enabled'>, schema: string): string {
  switch (trigger) {
    case 'disabled':
      return `alter table ${schema}.notifications enable trigger dbos_notifications_trigger`;
    case 'missing':
      return (
        `create trigger dbos_notifications_trigger after insert on ${schema}.notifications ` +
        `for each row execute function ${schema}.notifications_function()`
      );
    case 'missing with its function':
      return 'copy both from a database that an SDK has made with LISTEN/NOTIFY, or let the applications poll';
  }
}

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

interface PrivilegeFacts {
  /** Of the role that makes what is missing: the one of listen_url, where there is one. */
  readonly maker: Privileges;
  /** Of the role that reads and writes. */
  readonly worker: Privileges;
  /** What is still to be made: the tables of DBOS, some or all of dbosd's. */
  readonly toBeMade: { readonly dbos: boolean; readonly own: boolean };
}

interface Lack {
  readonly what: string;
  /** The statement that fixes it. */
  readonly grant: string;
}

/** Judges whether a daemon has all privileges that it needs, with the roles as which it connects. */
export function judgePrivileges({ maker, worker, toBeMade }: PrivilegeFacts): Finding {
  const lacks = [
    ...(toBeMade.dbos ? lacksToMake(maker, maker.dbos) : []),
    ...(toBeMade.own ? lacksToMake(maker, maker.own) : []),
    ...lacksToWork(worker, worker.dbos),
    ...lacksToWork(worker, worker.own),
  ];
  if (lacks.length === 0) return ok(`role ${quoteIdentifier(worker.role)} may do all that dbosd does`);
  return failed(
    lacks.map(({ what }) => what).join('; '),
    [...new Set(lacks.map(({ grant }) => grant))].join('; '),
  );
}

function lacksToMake(
  { role, database, createInDatabase }: Privileges,
  { name, exists, create }: SchemaPrivileges,
): Lack[] {
  if (exists ? create : createInDatabase) return [];
  const place = exists ? `schema ${quoteIdentifier(name)}` : `database ${quoteIdentifier(database)}`;
  const made = exists ? 'tables' : `schema ${quoteIdentifier(name)}`;
  return [
    {
      what: `role ${quoteIdentifier(role)} lacks create on ${place}, to make ${made}`,
      grant: `grant create on ${place} to ${quoteIdentifier(role)}`,
    },
  ];
}

function lacksToWork({ role }: Privileges, { name, exists, usage, lacking }: SchemaPrivileges): Lack[] {
  const [who, place] = [quoteIdentifier(role), quoteIdentifier(name)];
  const schema: Lack[] =
    exists && !usage
      ? [
          {
            what: `role ${who} lacks usage on schema ${place}`,
            grant: `grant usage on schema ${place} to ${who}`,
          },
        ]
      : [];
  const tables = lacking.map(({ table, privileges }) => ({
    what: `role ${who} lacks ${privileges.join(', ')} on ${place}.${quoteIdentifier(table)}`,
    grant: `grant select, insert, update, delete on all tables in schema ${place} to ${who}`,
  }));
  return [...schema, ...tables];
}

/** Judges workflows that wait for an application or a version that no worker is seen to offer. */
export function judgeStranded(stranded: readonly Stranded[] | undefined): Finding {
  if (stranded === undefined) return skipped('no daemon has made its table of workers yet');
  if (stranded.length === 0) return ok('no workflow waits for an application or version without a worker');
  const versions = stranded.some(({ otherVersions }) => otherVersions);
  return warning(
    stranded.map(inWords).join('; '),
    `start a worker of what is named here${versions ? ', or fork the workflows to a version that runs' : ''}; ` +
      'a DBOS application that is about to run them is not seen until it runs something',
  );
}

function inWords({ applicationName, applicationVersion, workflows, otherVersions }: Stranded): string {
  const who = workflows === 1 ? 'one workflow waits' : `${String(workflows)} workflows wait`;
  const version = applicationVersion === undefined ? '' : ` version "${applicationVersion}" of`;
  const others = otherVersions ? ' (other versions have workers)' : '';
  return `${who} for${version} application "${applicationName}", which no worker offers${others}`;
}
