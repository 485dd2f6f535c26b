import { createServer } from 'node:net';
import { systemClock } from '@dbosd/shared';
import { type Account, prepareDataDirectory } from './data-directory.js';
import { prepareBinaries, type Binaries } from './binaries.js';
import { openCluster, removeDrafts, type Cluster } from './cluster.js';
import { diagnose, EmbeddedPostgresError } from './diagnosis.js';
import { clearLeftover, signature } from './leftover.js';
import { Postmaster, type PostmasterExit } from './postmaster.js';

export { EmbeddedPostgresError, type EmbeddedPostgresFault } from './diagnosis.js';
export type { PostmasterExit } from './postmaster.js';

export interface EmbeddedPostgresOptions {
  /** Folder for the data, made when missing and used again when there. */
  readonly dataDir: string;
  /** Listened to on 127.0.0.1; left out, a free one is taken at each start. */
  readonly port?: number;
  /** False turns every sync to disk off: a crash of the machine then destroys the data. For tests only. */
  readonly durable: boolean;
  /** Further settings of postgresql.conf, as `-c name=value`. Those that this module needs are refused. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where an ordinary user's copy of the binaries goes, if one is needed; default `~/.cache/dbosd`. */
  readonly cacheDir?: string;
  /** Receives every line of Postgres's log. */
  readonly log?: (line: string) => void;
}

/** A running Postgres 18, reachable on loopback by its superuser. It ends with this process at the latest. */
export interface EmbeddedPostgres {
  /** `postgres://postgres:<password>@127.0.0.1:<port>/postgres` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** The folder in use: below `dataDir`, or for root below /var/lib/dbosd where the account cannot enter that. */
  readonly home: string;
  /** Fast shutdown, awaited. May be called any number of times. */
  stop(): Promise<void>;
  /** Resolves when the process has ended, asked for or not; never rejects. */
  readonly exited: Promise<PostmasterExit>;
}

/** Set by this module, because readiness, safety or the recognition of leftovers hangs on them. */
const OWN_SETTINGS = [
  'cluster_name',
  'data_directory',
  'fsync',
  'listen_addresses',
  'log_destination',
  'log_min_messages',
  'logging_collector',
  'port',
  'unix_socket_directories',
];
/** A free port can be lost again between choosing and binding, and a killed postmaster's children need a moment. */
const ATTEMPTS = 5;
const RETRY_PAUSE_MS = 200;

/**
 * Starts the Postgres that comes with npm; the first start on a folder initialises it (about a second).
 * A postmaster left over from a killed process is stopped first; one whose process lives is an error.
 * Throws EmbeddedPostgresError, whose message names the fix.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  refuseOwnSettings(options.settings ?? {});
  const directory = await prepareDataDirectory(options.dataDir);
  const binaries = await prepareBinaries(directory.account, options.cacheDir);
  const cluster = await openCluster(directory, binaries, options.durable);
  const { postmaster, port } = await launch(cluster, { binaries, account: directory.account, options });
  await removeDrafts(directory.home);
  return {
    url: `postgres://postgres:${cluster.password}@127.0.0.1:${String(port)}/postgres`,
    port,
    pid: postmaster.pid,
    home: directory.home,
    stop: async () => postmaster.stop(),
    exited: postmaster.exited,
  };
}

function refuseOwnSettings(settings: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(settings)) {
    if (!OWN_SETTINGS.includes(name.toLowerCase())) continue;
    throw new EmbeddedPostgresError(
      'BAD_SETTING',
      `The setting ${name} belongs to the embedded Postgres itself`,
      'Leave it out; port and durability have options of their own',
    );
  }
}

interface Launch {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly options: EmbeddedPostgresOptions;
}

async function launch(
  cluster: Cluster,
  { binaries, account, options }: Launch,
): Promise<{ postmaster: Postmaster; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    await clearLeftover(cluster.dataDir);
    const port = options.port ?? (await freePort());
    const outcome = await Postmaster.start({
      program: binaries.postgres,
      args: postgresArgs(cluster, port, options),
      account,
      log: options.log ?? (() => undefined),
    });
    if (outcome instanceof Postmaster) return { postmaster: outcome, port };
    const error = diagnose('postgres', outcome.failed);
    if (attempt === ATTEMPTS || !mayPass(error, options)) throw error;
    await systemClock.sleep(RETRY_PAUSE_MS * attempt);
  }
}

/** A port of our own choosing can be replaced, and children of a killed postmaster end within a second or two. */
function mayPass(error: EmbeddedPostgresError, options: EmbeddedPostgresOptions): boolean {
  if (error.fault === 'PORT_TAKEN') return options.port === undefined;
  return error.fault === 'DATA_IN_USE';
}

function postgresArgs(cluster: Cluster, port: number, options: EmbeddedPostgresOptions): string[] {
  const settings = {
    ...options.settings,
    listen_addresses: '127.0.0.1',
    // No socket file: /var/run/postgresql is missing on bare machines, and names in /tmp collide.
    unix_socket_directories: '',
    ...(options.durable ? {} : { fsync: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return [...signature(cluster.dataDir, process.pid), '-p', String(port), ...flags];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((settle, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', settle);
  });
  const address = server.address();
  await new Promise((settle) => server.close(settle));
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
}
