import { requireDatabaseUrl, type Config } from '@dbosd/daemon/config';
import {
  attachDbosSchema,
  inspectDbosSchemaAt,
  inspectOwnIndexesAt,
  makeOwnIndexes,
  migrateUp,
  migrationStatus,
  SESSION_LOCK_WAIT_MS,
  type MakeOutcome,
  type MigrationStatus,
  type OwnIndexFinding,
  type SchemaInspection,
} from '@dbosd/daemon/database';
import { refuseOtherDatabase } from '@dbosd/daemon/doctor';
import type { CommandContext } from './context.js';
import { EXIT, type ExitCode } from './errors.js';

/** `dbosd migrate up`: creates the tables of DBOS where there are none, brings ours up to date, and makes our indexes. Idempotent. */
export async function migrate(config: Config, context: CommandContext): Promise<ExitCode> {
  await refuseOtherDatabase(config);
  const url = directUrl(config);
  const tell = (message: string): void => {
    context.tell(message);
  };
  const dbos = await attachDbosSchema({
    url,
    schema: config.dbosSchema,
    listenNotify: config.notify === 'auto',
    tell,
  });
  const own = await migrateUp(url, config.dbosSchema, { tell });
  if (dbos.warning !== undefined) context.tell(dbos.warning);
  const done = dbos.created ? 'created' : 'left as it is';
  context.print(`${config.dbosSchema}: version ${String(dbos.version)}, ${done}`);
  const applied = own.appliedNow.length === 0 ? 'nothing to do' : `applied ${own.appliedNow.join(', ')}`;
  context.print(`${own.schema}: ${applied}`);
  if (config.ownIndexes === 'auto') await makeIndexes(url, config, context);
  return EXIT.ok;
}

/** Missing ones are not a failure: only speed depends on them. */
async function makeIndexes(url: string, { dbosSchema }: Config, context: CommandContext): Promise<void> {
  const { made, problem } = await makeOwnIndexes({
    url,
    dbosSchema,
    waitMs: SESSION_LOCK_WAIT_MS,
    tell: (message) => {
      context.tell(message);
    },
  });
  if (problem !== undefined) context.tell(tellProblem(problem));
  const done = made.length === 0 ? 'nothing to do' : `made ${made.join(', ')}`;
  context.print(`indexes: ${problem === undefined || made.length > 0 ? done : 'none made'}`);
}

function tellProblem({ kind, message }: NonNullable<MakeOutcome['problem']>): string {
  const fix =
    kind === 'refused'
      ? 'run "dbosd migrate up" as the owner of the tables of DBOS, or leave it: lists are slower without'
      : 'run "dbosd migrate up" again; a daemon tries by itself every minute';
  return `not all indexes of dbosd could be built: ${message}; ${fix}`;
}

/** `dbosd migrate status`; changes nothing. */
export async function showMigrationStatus(config: Config, context: CommandContext): Promise<ExitCode> {
  const url = directUrl(config);
  const inspection = await inspectDbosSchemaAt(url, config.dbosSchema);
  context.print(`${config.dbosSchema}: ${describeInspection(inspection)}`);
  for (const line of describeStatus(await migrationStatus(url, config.dbosSchema))) context.print(line);
  for (const line of describeIndexes(await inspectOwnIndexesAt(url, config.dbosSchema))) context.print(line);
  return EXIT.ok;
}

/** Migrations take a session lock, which a transaction pooler would lose. */
function directUrl(config: Config): string {
  return config.listenUrl ?? requireDatabaseUrl(config);
}

function describeInspection(inspection: SchemaInspection): string {
  switch (inspection.kind) {
    case 'empty':
      return 'no tables of DBOS; "dbosd migrate up" creates them';
    case 'supported':
      return `version ${String(inspection.version)}, as this dbosd knows it`;
    case 'older':
      return `version ${String(inspection.version)}, too old: ${inspection.fix}`;
    case 'newer':
      return `version ${String(inspection.version)}, newer than this dbosd${
        inspection.missing.length === 0 ? '' : `, and without ${inspection.missing.join(', ')}`
      }`;
    case 'unusable':
      return `${inspection.problem}: ${inspection.fix}`;
  }
}

function describeStatus({ schema, applied, pending, unknown }: MigrationStatus): string[] {
  return [
    `${schema}: ${String(applied.length)} applied, ${String(pending.length)} pending`,
    ...applied.map((name) => `  applied  ${name}`),
    ...pending.map((name) => `  pending  ${name}`),
    ...unknown.map((name) => `  unknown  ${name} (a newer dbosd applied it)`),
  ];
}

function describeIndexes(findings: readonly OwnIndexFinding[]): string[] {
  const standing = findings.filter(({ state }) => state === 'standing').length;
  return [
    `indexes: ${String(standing)} of ${String(findings.length)} exist`,
    ...findings.map(({ index, state }) => `  ${state.padEnd(10)}  ${index.name}  (${index.serves})`),
  ];
}
