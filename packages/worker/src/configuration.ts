import { createHash, randomUUID } from 'node:crypto';
import { checkArray, checkMs, checkOptions, checkWhole, type OptionNames } from '@dbosd/client/internal';
import { checkAddresses, checkName, invalidField, MAX_TIMEOUT_MS } from '@dbosd/shared';
import { DBOSInitializationError } from './errors.js';
import { isLogLevel, type Logger } from './logger.js';

/** What `DBOS.setConfig` takes. */
export interface DBOSConfig {
  /** The application: its workflows run here, and in other workers of that name. 1 to 255 bytes. */
  name: string;
  /** The daemons, as `DBOSClient` takes them. Absent: 127.0.0.1:50051. */
  daemonAddress?: string | readonly string[];
  /** Workflows begun under another version are not run here. Absent: made from the sources of the workflows. */
  applicationVersion?: string;
  /** Identifies this process, so that it gets its workflows back after a restart. Absent: a new one at every launch. */
  executorID?: string;
  /** The version is the same whatever the sources are: `DBOS.patch` leads over their changes. */
  enablePatching?: boolean;
  /** Take workflows from these queues only. Absent: from all of the application. */
  listenQueues?: readonly string[];
  /**
   * How many workflows from queues run here at once, in addition to the limits of their queues. Absent: without limit.
   */
  maxQueuedWorkflows?: number;
  /** Take workflows that no application owns, too, as a DBOS application does. Absent: no. */
  claimUnclaimed?: boolean;
  /** How long `launch` tries to reach a daemon, in ms. Absent: 10,000. */
  connectTimeoutMs?: number;
  /** debug, info, warn or error: what is logged at least. Absent: info. */
  logLevel?: string;
  /** Where it is logged. Absent: on stderr. */
  logger?: Logger;
}

const OPTIONS: OptionNames<DBOSConfig> = {
  name: true,
  daemonAddress: true,
  applicationVersion: true,
  executorID: true,
  enablePatching: true,
  listenQueues: true,
  maxQueuedWorkflows: true,
  claimUnclaimed: true,
  connectTimeoutMs: true,
  logLevel: true,
  logger: true,
};

/** Options of DBOS that are about a database: they are refused with a hint where they belong. */
const DATABASE_OPTIONS = /^systemDatabase|^useListenNotify$|^notificationCoalesceMs$|^serializer$/;

const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;
/** As many as the daemon takes. */
const MOST_QUEUED_WORKFLOWS = 1_000_000;
/** Rows that a worker runs carry `dbosd:` and this id. */
const MAX_EXECUTOR_ID_BYTES = 200;

/** Checks a configuration. Throws INVALID_FIELD naming the option. */
export function checkConfiguration(config: DBOSConfig): DBOSConfig {
  // Callers in plain JavaScript may give nothing.
  const foreign = Object.keys((config as DBOSConfig | undefined) ?? {}).find((name) =>
    DATABASE_OPTIONS.test(name),
  );
  if (foreign !== undefined) {
    throw invalidField(
      `config.${foreign}`,
      'is of DBOS with its own database: here the daemon has the database, so leave it out and give daemonAddress',
    );
  }
  checkOptions('config', config, OPTIONS);
  if ((config.name as string | undefined) === undefined) {
    throw new DBOSInitializationError('the configuration has no name: give the name of the application');
  }
  checkName('config.name', config.name);
  if (config.applicationVersion !== undefined)
    checkName('config.applicationVersion', config.applicationVersion);
  if (config.executorID !== undefined)
    checkName('config.executorID', config.executorID, MAX_EXECUTOR_ID_BYTES);
  if (config.daemonAddress !== undefined) checkAddresses('config.daemonAddress', config.daemonAddress);
  for (const queue of checkArray('config.listenQueues', config.listenQueues ?? [])) {
    checkName('config.listenQueues', queue);
  }
  if (config.logLevel !== undefined && !isLogLevel(config.logLevel)) {
    throw invalidField('config.logLevel', `is ${config.logLevel}: give debug, info, warn or error`);
  }
  const { maxQueuedWorkflows, connectTimeoutMs } = config;
  if (maxQueuedWorkflows !== undefined)
    checkWhole('config.maxQueuedWorkflows', maxQueuedWorkflows, [0, MOST_QUEUED_WORKFLOWS]);
  if (connectTimeoutMs !== undefined) checkMs('config.connectTimeoutMs', connectTimeoutMs);
  return config;
}

/** How long a shutdown lets workflows end, in ms; absent: not at all. Throws INVALID_FIELD. */
export function checkCompletionTimeout(ms: number | undefined): number {
  if (ms === undefined) return 0;
  if (Number.isFinite(ms) && ms >= 0 && ms <= MAX_TIMEOUT_MS) return ms;
  throw invalidField(
    'workflowCompletionTimeoutMS',
    `is ${String(ms)}: give 0 to ${String(MAX_TIMEOUT_MS)} ms`,
  );
}

/** What a launch goes by. */
export interface Identity {
  readonly applicationName: string;
  readonly applicationVersion: string;
  readonly executorId: string;
  readonly connectTimeoutMs: number;
}

/** Who this process is. `sources` are those of its workflows. */
export function identityOf(config: DBOSConfig, sources: readonly string[]): Identity {
  const version = config.enablePatching === true ? 'PATCHING_ENABLED' : versionOf(config.name, sources);
  return {
    applicationName: config.name,
    applicationVersion: config.applicationVersion ?? version,
    executorId: config.executorID ?? randomUUID(),
    connectTimeoutMs: config.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
  };
}

/** Another text of any workflow is another version: what was begun under the old one is not replayed by the new. */
function versionOf(name: string, sources: readonly string[]): string {
  const hash = createHash('sha256').update(name);
  for (const source of sources) hash.update('\0').update(source);
  return hash.digest('hex').slice(0, VERSION_LENGTH);
}

const VERSION_LENGTH = 32;
