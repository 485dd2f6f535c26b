// A process that starts an embedded Postgres, says so in one line of JSON, and exits in order (without stopping
// it) when its stdin ends. Usage: node embedded-child.js DATA_DIR [UMASK]
import { startEmbeddedPostgres } from '@dbosd/embedded';

const [dataDir, umask] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('wants a data folder');
if (umask !== undefined) process.umask(Number.parseInt(umask, 8));

const { url, pid, port, home } = await startEmbeddedPostgres({ dataDir, durable: false });
process.stdin.on('end', () => process.exit(0)).resume();
console.log(JSON.stringify({ url, pid, port, home }));
