import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseAccount, identity } from '@dbosd/embedded/internal/data-directory.js';
import { withClient } from './connect.js';
import type { TransactionPooler } from './transaction-pooler.js';
import { until } from './until.js';

/** Ends PgBouncer when the pipe does, so when this process is killed, too. */
const GUARDED = 'pgbouncer "$1" & pid=$!; read -r _; kill "$pid"; wait "$pid"';

/** Starts a real PgBouncer in transaction mode, with one connection to the database. */
export async function startPgBouncer(databaseUrl: string): Promise<TransactionPooler> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const database = pathname.slice(1);
  const own = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'dbosd-pgbouncer-'));
  await chmod(folder, 0o755);
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(
    file,
    `[databases]
${database} = host=${hostname} port=${port} user=${username} password=${password} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${String(own)}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
ignore_startup_parameters = extra_float_digits
`,
  );
  await chmod(file, 0o644);
  // It refuses to run as root.
  const account = await chooseAccount({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });
  const child = spawn('/bin/sh', ['-c', GUARDED, 'pgbouncer', file], {
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    ...identity(account),
  });
  const ended = once(child, 'close');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${String(own)}`;
  await until(() =>
    withClient(url.href, (client) => client.query('select 1')).then(
      () => true,
      () => false,
    ),
  );
  return {
    url: url.href,
    close: async () => {
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
