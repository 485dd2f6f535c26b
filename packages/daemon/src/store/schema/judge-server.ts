import { DbosdError, type Reason } from '@dbosd/shared';
import { failed, type Finding, ok, warning } from '../../model/finding.js';
import type { Queryable } from './inspect-dbos-schema.js';

export type ServerVerdict =
  | {
      readonly kind: 'ok';
      readonly warnings: readonly string[];
      /** What every session of the write pool must set: names and values of `set`. Empty when the server needs nothing. */
      readonly writeSettings: WriteSettings;
    }
  | { readonly kind: 'refused'; readonly error: DbosdError };

/** Only `synchronous_commit` and `default_transaction_isolation` are ever among them. */
export type WriteSettings = Readonly<Record<string, string>>;

export interface ServerTerms {
  /** The operator accepts that acknowledged writes may be lost (`--allow-async-commit`). */
  readonly allowAsyncCommit: boolean;
}

/** `gen_random_uuid()` is in column defaults of DBOS, and is part of Postgres since 13. */
const OLDEST_VERSION = 13;
/** The versions that dbosd is made for. */
const SUPPORTED = { from: 14, to: 18 };

/** Levels that acknowledge before this server's own disk has the commit, or before its synchronous standbys' disks have it. */
const LESS_THAN_ON = new Set(['off', 'local', 'remote_write']);

/** What is looked at of a server, in the order in which it refuses a daemon: the strictest first. */
const JUDGES = {
  writable,
  'server-version': serverVersion,
  encoding,
  fsync,
  'full-page-writes': fullPageWrites,
  'synchronous-commit': synchronousCommit,
  isolation,
} satisfies Readonly<Record<string, (facts: ServerFacts, terms: ServerTerms) => Finding>>;

export type ServerSubject = keyof typeof JUDGES;

/** Where these fail, the server may lose what it has committed. */
const DURABILITY: ReadonlySet<string> = new Set<ServerSubject>(['fsync', 'synchronous-commit']);

/** Says of each thing that matters whether it is right; `failed` is what a daemon does not start with. */
export function examineServer(
  facts: ServerFacts,
  terms: ServerTerms,
): readonly (readonly [ServerSubject, Finding])[] {
  return Object.entries(JUDGES).map(([subject, judge]) => [subject as ServerSubject, judge(facts, terms)]);
}

/** Decides whether a server can be trusted with what the daemon acknowledges. The strictest refusal comes first. */
export function judgeServer(facts: ServerFacts, terms: ServerTerms): ServerVerdict {
  const findings = examineServer(facts, terms);
  const refused = findings.find(([, { verdict }]) => verdict === 'failed');
  if (refused !== undefined) return { kind: 'refused', error: refusal(...refused) };
  return {
    kind: 'ok',
    warnings: findings
      .filter(([, { verdict }]) => verdict === 'warning')
      .map(([, { found, fix = '' }]) => `${found}; ${fix}`),
    writeSettings: writeSettingsFor(facts),
  };
}

/** Whether a level of `synchronous_commit`, as a session shows it after setting, is at least `on`. */
export function commitsDurably(synchronousCommit: string): boolean {
  return !LESS_THAN_ON.has(synchronousCommit);
}

/** What sessions that write must set, because the server does not say it by itself. */
export function writeSettingsFor({
  synchronousCommit: level,
  isolation: standard,
}: ServerFacts): WriteSettings {
  return {
    ...(commitsDurably(level) ? {} : { synchronous_commit: 'on' }),
    ...(standard === 'read committed' ? {} : { default_transaction_isolation: 'read committed' }),
  };
}

function writable({ inRecovery, readOnly }: ServerFacts): Finding {
  if (inRecovery) return failed('the server is a standby and takes no writes', 'connect to the primary');
  if (readOnly) {
    return failed(
      'default_transaction_read_only is on',
      'connect to the primary, or reset it for this role and database',
    );
  }
  return ok('the server takes writes');
}

function serverVersion({ product, versionNumber }: ServerFacts): Finding {
  if (product !== 'Postgres') {
    return warning(
      `the server is ${product}, which dbosd is not tested with`,
      'try it with a copy of your data first, and with notify: off where it has no LISTEN',
    );
  }
  const major = Math.floor(versionNumber / 10_000);
  const found = `Postgres ${versionName(versionNumber)}`;
  if (major < OLDEST_VERSION) return failed(`the server is ${found}, older than 13`, 'upgrade it');
  if (major < SUPPORTED.from) {
    return warning(
      `the server is ${found}, older than those that dbosd is made for`,
      'upgrade it to 14 to 18',
    );
  }
  if (major > SUPPORTED.to) {
    return warning(
      `the server is ${found}, newer than those that dbosd is made for`,
      'use a release of dbosd that knows it',
    );
  }
  return ok(found);
}

/** 180004 is 18.4; before 10 there were three parts: 90624 is 9.6.24. */
function versionName(versionNumber: number): string {
  const [major, rest] = [Math.floor(versionNumber / 10_000), versionNumber % 10_000];
  return major >= 10
    ? `${String(major)}.${String(rest)}`
    : `${String(major)}.${String(Math.floor(rest / 100))}.${String(rest % 100)}`;
}

function encoding({ encoding: found }: ServerFacts): Finding {
  if (found === 'UTF8') return ok('the database is in UTF8');
  return failed(
    `the database's encoding is ${found}, which cannot hold every value`,
    `create one with encoding 'UTF8'`,
  );
}

function fsync({ fsync: on }: ServerFacts, { allowAsyncCommit }: ServerTerms): Finding {
  if (on) return ok('fsync is on');
  if (!allowAsyncCommit) {
    return failed(
      'fsync is off, so that a crash may lose what was acknowledged',
      'turn it on, or start with --allow-async-commit',
    );
  }
  return warning(
    'fsync is off: a crash of the machine may lose what was acknowledged, or the database',
    'turn it on',
  );
}

function fullPageWrites({ fullPageWrites: on }: ServerFacts): Finding {
  if (on) return ok('full_page_writes is on');
  return warning(
    'full_page_writes is off: a crash of the machine may tear pages, unless the disk writes them whole',
    'turn it on',
  );
}

function synchronousCommit({ synchronousCommit: level }: ServerFacts): Finding {
  if (commitsDurably(level)) return ok(`synchronous_commit is ${level}`);
  return warning(
    `synchronous_commit is ${level}: dbosd sets it on for its own writes, others keep it`,
    'turn it on for them too, unless they may lose their last writes',
  );
}

function isolation({ isolation: level }: ServerFacts): Finding {
  if (level === 'read committed') return ok('default_transaction_isolation is read committed');
  return warning(
    `default_transaction_isolation is ${level}: dbosd sets read committed for its own writes`,
    'reset it for this role and database, unless others want it',
  );
}

/** The reason of a refusal for what was found: a server that may lose what it commits is no matter of the schema. */
export function refusalReasonOf(subject: string): Reason {
  if (subject === 'writable') return 'READ_ONLY';
  return DURABILITY.has(subject) ? 'STORE_UNAVAILABLE' : 'SCHEMA_UNSUPPORTED';
}

function refusal(subject: ServerSubject, { found, fix = '' }: Finding): DbosdError {
  return new DbosdError({
    reason: refusalReasonOf(subject),
    message: `${found}: ${fix}`,
    outcome: 'not_applied',
  });
}

/** What decides whether a server keeps what it acknowledges. Settings that it does not have (CockroachDB) are undefined. */
export interface ServerFacts {
  /** Who speaks the protocol of Postgres. */
  readonly product: 'Postgres' | 'CockroachDB' | 'YugabyteDB';
  /** As Postgres counts: 180004 is 18.4. */
  readonly versionNumber: number;
  readonly encoding: string;
  readonly fsync: boolean;
  readonly fullPageWrites: boolean;
  /** As this session has it, with what the database and the role set. */
  readonly synchronousCommit: string;
  readonly inRecovery: boolean;
  readonly readOnly: boolean;
  readonly isolation: string;
}

/** One statement, no table and no parameter: settings as they hold for a new session of this role on this database. */
export const SERVER_FACTS_SQL = `
  select
    version() as "version",
    current_setting('server_version_num') as "versionNumber",
    current_setting('server_encoding') as "encoding",
    current_setting('fsync', true) as "fsync",
    current_setting('full_page_writes', true) as "fullPageWrites",
    current_setting('synchronous_commit', true) as "synchronousCommit",
    pg_is_in_recovery()::text as "inRecovery",
    current_setting('default_transaction_read_only') as "readOnly",
    current_setting('default_transaction_isolation') as "isolation"`;

/** The row of {@link SERVER_FACTS_SQL}. */
export type ServerFactsRow = Readonly<
  Record<Exclude<keyof ServerFacts, 'product'> | 'version', string | null>
>;

export async function readServerFacts(client: Queryable): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFactsRow>(SERVER_FACTS_SQL);
  return serverFactsOf(rows[0]);
}

export function serverFactsOf(row: ServerFactsRow | undefined): ServerFacts {
  return {
    product: productOf(row?.version ?? ''),
    versionNumber: Number(row?.versionNumber),
    encoding: row?.encoding ?? '',
    fsync: row?.fsync !== 'off',
    fullPageWrites: row?.fullPageWrites !== 'off',
    synchronousCommit: row?.synchronousCommit ?? 'on',
    inRecovery: row?.inRecovery === 'true',
    readOnly: row?.readOnly === 'on',
    isolation: row?.isolation ?? '',
  };
}

/** By the words of `version()`: Yugabyte says "PostgreSQL 11.2-YB-2.20.1.0-b0 on …". */
function productOf(version: string): ServerFacts['product'] {
  if (version.startsWith('CockroachDB')) return 'CockroachDB';
  return /-YB-/.test(version) ? 'YugabyteDB' : 'Postgres';
}
