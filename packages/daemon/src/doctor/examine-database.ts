import { DbosdError } from '@dbosd/shared';
import type { DaemonConfig } from '../config.js';
import { failed, ok, skipped, type Finding } from '../model/finding.js';
import { connectionFailure, errorMessage } from '../store/connection-failure.js';
import { isForbidden } from '../store/errors.js';
import {
  probeListen,
  probePooler,
  readClock,
  readConnectionRoom,
  readIdentity,
  readMessagesTrigger,
  readPrivileges,
  readStranded,
  withConnection,
  type Connection,
} from '../store/doctor/index.js';
import { inspectOwnIndexes } from '../store/indexes/index.js';
import { readStatus } from '../store/migrations/migration-status.js';
import {
  dbosdSchemaName,
  examineServer,
  inspectDbosSchema,
  readServerFacts,
  refusalReasonOf,
} from '../store/schema/index.js';
import { MAINTENANCE_POOL_SIZE } from '../store/store.js';
import { CHECK_NAMES, type Check, type CheckName } from './check.js';
import {
  judgeClock,
  judgeListen,
  judgeSameDatabase,
  judgeMaxConnections,
  judgeListenPooling,
  judgePooler,
} from './judge-server.js';
import {
  judgeDbosSchema,
  judgeMessagesTrigger,
  judgeIndexes,
  judgeOwnSchema,
  judgePrivileges,
  judgeStranded,
} from './judge-database.js';

/** The settings of the daemon that is to run on the database, as far as the checks need them. */
type Examined = Pick<
  DaemonConfig,
  | 'databaseUrl'
  | 'listenUrl'
  | 'dbosSchema'
  | 'notify'
  | 'writePoolSize'
  | 'readPoolSize'
  | 'namedStatements'
  | 'allowAsyncCommit'
  | 'ownIndexes'
>;

type Findings = Partial<Readonly<Record<CheckName, Finding>>>;

/** One examination, on its own connection, and the checks that it answers. If it fails, the first of them fails. */
interface Examination {
  readonly answers: readonly [CheckName, ...CheckName[]];
  readonly setting: 'database_url' | 'listen_url';
  /** A daemon does not start if it fails. */
  readonly atStart?: true;
  readonly examine: (connection: Connection, config: Examined) => Promise<Findings>;
}

/**
 * Examines a database as a daemon with this configuration would find it. Changes nothing, and never rejects: an examination
 * that fails is a finding. If the first one, the connection, fails, the others are skipped.
 */
export async function examineDatabase(config: Examined): Promise<readonly Check[]> {
  const findings = new Map<CheckName, Finding>();
  for (const examination of EXAMINATIONS) {
    const unreached = findings.get('connection')?.verdict === 'failed';
    const found = unreached
      ? allSkipped(examination, 'the database cannot be reached')
      : await run(examination, config);
    for (const [check, finding] of Object.entries(found)) findings.set(check as CheckName, finding);
  }
  return CHECK_NAMES.flatMap((check) => {
    const finding = findings.get(check);
    return finding === undefined ? [] : [{ check, ...finding }];
  });
}

/**
 * Refuses to start, before a daemon changes anything, where the doctor would report a fault that no retry can fix: another
 * database, a pooler that it cannot work through, a server that it cannot trust, a lack of privileges.
 *
 * @throws DbosdError with what was found and the fix (READ_ONLY for a standby, STORE_UNAVAILABLE for a server that may
 *   lose what it commits, else SCHEMA_UNSUPPORTED); connection errors
 *   as pg throws them
 */
export async function refuseUnfit(config: Examined, tell?: (message: string) => void): Promise<void> {
  const { databaseUrl, listenUrl = databaseUrl } = config;
  for (const examination of EXAMINATIONS.filter(({ atStart }) => atStart === true)) {
    const url = examination.setting === 'listen_url' ? listenUrl : databaseUrl;
    const findings = await withConnection(url, (connection) => examination.examine(connection, config), tell);
    for (const [check, { verdict, found, fix = '' }] of Object.entries(findings)) {
      if (verdict !== 'failed') continue;
      throw new DbosdError({
        reason: refusalReasonOf(check),
        message: `${found}: ${fix}`,
        metadata: { check },
      });
    }
  }
}

/** Refuses if the two URLs lead to different databases: tables would be made in the wrong one. Throws as `refuseUnfit` does. */
export async function refuseOtherDatabase({
  databaseUrl,
  listenUrl,
}: {
  readonly databaseUrl: string | undefined;
  readonly listenUrl: string | undefined;
}): Promise<void> {
  if (databaseUrl === undefined || listenUrl === undefined) return;
  const listening = await withConnection(listenUrl, readIdentity);
  const {
    verdict,
    found,
    fix = '',
  } = judgeSameDatabase(listening, await withConnection(databaseUrl, readIdentity));
  if (verdict !== 'ok') throw new DbosdError({ reason: 'SCHEMA_UNSUPPORTED', message: `${found}: ${fix}` });
}

async function run(examination: Examination, config: Examined): Promise<Findings> {
  const { databaseUrl, listenUrl = databaseUrl } = config;
  try {
    return await withConnection(
      examination.setting === 'listen_url' ? listenUrl : databaseUrl,
      (connection) => examination.examine(connection, config),
    );
  } catch (error) {
    const setting = config.listenUrl === undefined ? 'database_url' : examination.setting;
    return {
      ...allSkipped(examination, `${examination.answers[0]} failed`),
      [examination.answers[0]]: failure(error, setting),
    };
  }
}

function failure(error: unknown, setting: string): Finding {
  const known = connectionFailure(error, setting);
  if (known !== undefined) return failed(known.found, known.fix);
  if (isForbidden(error)) return failed(errorMessage(error), 'grant what the check "privileges" names');
  return failed(`the check failed: ${errorMessage(error)}`, 'fix what it names, and run the check again');
}

function allSkipped({ answers }: Examination, why: string): Findings {
  return Object.fromEntries(answers.map((check) => [check, skipped(why)]));
}

const EXAMINATIONS: readonly Examination[] = [
  {
    answers: ['connection'],
    setting: 'database_url',
    examine: async (connection) => {
      const { database, role } = await readIdentity(connection);
      return { connection: ok(`connected to database "${database}" as role "${role}"`) };
    },
  },
  { answers: ['listen-connection'], setting: 'listen_url', atStart: true, examine: examineListenUrl },
  {
    answers: [
      'server-version',
      'writable',
      'encoding',
      'fsync',
      'full-page-writes',
      'synchronous-commit',
      'isolation',
    ],
    setting: 'database_url',
    atStart: true,
    examine: async (connection, terms) =>
      Object.fromEntries(examineServer(await readServerFacts(connection), terms)),
  },
  {
    answers: ['max-connections'],
    setting: 'database_url',
    examine: async (connection, config) => ({
      'max-connections': judgeMaxConnections(await readConnectionRoom(connection), connectionsOf(config)),
    }),
  },
  {
    answers: ['pooler'],
    setting: 'database_url',
    atStart: true,
    examine: async (connection, { databaseUrl, listenUrl, namedStatements }) => {
      const facts = await readServerFacts(connection);
      if (facts.product === 'CockroachDB') return { pooler: skipped(`${facts.product} does not show it`) };
      const terms = {
        namedStatements,
        ownListenUrl: listenUrl !== undefined,
      };
      return { pooler: judgePooler(await probePooler(databaseUrl), terms) };
    },
  },
  {
    answers: ['listen'],
    setting: 'listen_url',
    examine: async (connection, { databaseUrl, notify }) => {
      if (notify === 'off') return { listen: skipped('notify is off') };
      const received = await withConnection(databaseUrl, (speaking) => probeListen(connection, speaking));
      return { listen: judgeListen(received) };
    },
  },
  {
    answers: ['dbos-schema', 'messages-trigger', 'indexes'],
    setting: 'listen_url',
    examine: examineDbosSchema,
  },
  {
    answers: ['own-schema'],
    setting: 'listen_url',
    examine: async (connection, { dbosSchema }) => ({
      'own-schema': judgeOwnSchema(await readStatus(connection, dbosdSchemaName(dbosSchema))),
    }),
  },
  { answers: ['privileges'], setting: 'listen_url', atStart: true, examine: examinePrivileges },
  { answers: ['stranded-workflows'], setting: 'database_url', examine: examineStranded },
  {
    answers: ['clock'],
    setting: 'database_url',
    examine: async (connection) => ({
      clock: judgeClock(await readClock(connection, Date.now)),
    }),
  },
];

/** The three pools, and the connection that listens. */
function connectionsOf({ writePoolSize, readPoolSize, notify }: Examined): number {
  return writePoolSize + readPoolSize + MAINTENANCE_POOL_SIZE + (notify === 'auto' ? 1 : 0);
}

async function examineListenUrl(
  connection: Connection,
  { databaseUrl, listenUrl }: Examined,
): Promise<Findings> {
  if (listenUrl === undefined) return { 'listen-connection': skipped('database_url serves for listen_url') };
  const listening = await readIdentity(connection);
  const writing = await withConnection(databaseUrl, readIdentity);
  const same = judgeSameDatabase(listening, writing);
  if (same.verdict !== 'ok') return { 'listen-connection': same };
  const pooling = judgeListenPooling(await probePooler(listenUrl));
  return { 'listen-connection': pooling.verdict === 'ok' ? same : pooling };
}

async function examineDbosSchema(connection: Connection, config: Examined): Promise<Findings> {
  const { dbosSchema } = config;
  const inspection = await inspectDbosSchema(connection, dbosSchema);
  const schema = { 'dbos-schema': judgeDbosSchema(inspection, dbosSchema) };
  if (inspection.kind !== 'supported' && inspection.kind !== 'newer') {
    const nothing = skipped('there is no DBOS schema that can be used');
    return { ...schema, 'messages-trigger': nothing, indexes: nothing };
  }
  return {
    ...schema,
    'messages-trigger': judgeMessagesTrigger(await readMessagesTrigger(connection, dbosSchema), config),
    indexes: judgeIndexes(await inspectOwnIndexes(connection, dbosSchema), config.ownIndexes),
  };
}

/** Missing tables are made on the listening connection, and used on the other one, perhaps as another role. */
async function examinePrivileges(
  connection: Connection,
  { databaseUrl, dbosSchema }: Examined,
): Promise<Findings> {
  const maker = await readPrivileges(connection, dbosSchema);
  const worker = await withConnection(databaseUrl, (other) => readPrivileges(other, dbosSchema));
  const inspection = await inspectDbosSchema(connection, dbosSchema);
  const toBeMade = {
    dbos: inspection.kind === 'empty',
    own: await lacksMigrations(connection, dbosdSchemaName(dbosSchema)),
  };
  return { privileges: judgePrivileges({ maker, worker, toBeMade }) };
}

async function examineStranded(connection: Connection, { dbosSchema }: Examined): Promise<Findings> {
  const { kind } = await inspectDbosSchema(connection, dbosSchema);
  const usable = kind === 'supported' || kind === 'newer';
  return {
    'stranded-workflows': judgeStranded(usable ? await readStranded(connection, dbosSchema) : undefined),
  };
}

async function lacksMigrations(connection: Connection, schema: string): Promise<boolean> {
  try {
    return (await readStatus(connection, schema)).pending.length > 0;
  } catch (cause) {
    // A role that may not even read lacks privileges that are reported anyway.
    if (isForbidden(cause)) return false;
    throw cause;
  }
}
