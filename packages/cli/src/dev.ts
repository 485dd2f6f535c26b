import { createServer } from 'node:net';
import { daemonConfig, type Config } from '@dbosd/daemon/config';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@dbosd/embedded';
import { createLog, type Logger } from '@dbosd/daemon/log';
import type { CommandContext } from './context.js';
import { EXIT, type ExitCode } from './errors.js';
import { ProcessGuard } from './process-guard.js';
import { runDaemon } from './serve.js';

/**
 * `dbosd dev`: Postgres from npm with its data in `dataDir`, the tables, and a daemon on them, until Ctrl-C. For
 * development: one machine, no TLS, no tokens.
 */
export async function dev(config: Config, context: CommandContext): Promise<ExitCode> {
  const log = createLog(config);
  if (config.databaseUrl !== undefined) {
    context.tell(
      'dbosd dev runs its own Postgres and does not use database_url; to use that database, run dbosd serve',
    );
  }
  daemonConfig({ ...config, databaseUrl: 'postgres://127.0.0.1' });
  await refuseTakenPort(config);
  context.terminal.outliveReader();
  const guard = new ProcessGuard(context.process, log);
  try {
    const postgres = await startPostgres(config, log).catch((error: unknown) => {
      // Ctrl-C reaches initdb, too, which ends before it is ready, as it was asked.
      if (guard.isRequested) return undefined;
      throw error;
    });
    if (postgres === undefined) return EXIT.ok;
    try {
      if (!guard.isRequested) await runOn(postgres, { config, context, log, guard });
    } finally {
      await postgres.stop();
    }
    return EXIT.ok;
  } finally {
    guard.dispose();
  }
}

/** Before Postgres is started, which takes a second and would have to be stopped again. */
async function refuseTakenPort({ host, port }: Config): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

function startPostgres({ dataDir, postgresPort }: Config, log: Logger): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({
    dataDir,
    durable: true,
    ...(postgresPort === 0 ? {} : { port: postgresPort }),
    log: (line) => {
      log.debug({ line }, 'postgres.log');
    },
  });
}

interface Surroundings {
  readonly config: Config;
  readonly context: CommandContext;
  readonly log: Logger;
  readonly guard: ProcessGuard;
}

async function runOn(
  postgres: EmbeddedPostgres,
  { config, context, log, guard }: Surroundings,
): Promise<void> {
  const complete = daemonConfig({ ...config, databaseUrl: postgres.url, listenUrl: undefined });
  await runDaemon({
    daemon: await context.createDaemon(complete, log),
    log,
    guard,
    drainTimeoutMs: config.drainTimeoutMs,
    lost: whenLost(postgres, guard),
    onReady: (address) => {
      for (const line of readyLines(address, postgres.url)) context.print(line);
    },
  });
}

/** Rejects when Postgres ends without a shutdown request; stays pending otherwise. */
function whenLost(postgres: EmbeddedPostgres, guard: ProcessGuard): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    void postgres.exited.then(() => {
      if (!guard.isRequested) reject(new Error('the embedded Postgres has ended: start dbosd dev again'));
    });
  });
  // After an ordinary shutdown no caller awaits this promise.
  lost.catch(() => undefined);
  return lost;
}

function readyLines(address: string, databaseUrl: string): string[] {
  // The address that commands use by default.
  const isUsual = address === '127.0.0.1:50051';
  const [there, flag] = isUsual ? ['', ''] : [` ${address}`, ` --address ${address}`];
  return [
    `dbosd ready on ${address}`,
    '',
    `  database for DBOS applications: ${databaseUrl}`,
    '',
    `  to try in another terminal, in ${process.cwd()}:`,
    `    npx dbosd health${there}`,
    `    npx dbosd workflow enqueue checkout '{"widgets":2}' --queue orders${flag}`,
    `    npx dbosd workflow list${flag}`,
    '    npm run demo',
    '',
    '  Ctrl-C ends it; the data stays.',
  ];
}
