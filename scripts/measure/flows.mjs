// `node flows.mjs ROOT`: prints as JSON which files of a compiled checkout take part in one warm call of each kind, as V8
// counts calls. Daemon, client, worker and this program are one process; the Postgres is the embedded one.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const WARM_CALLS = 20;
/** The call with the fewest files is the one into which no heartbeat or sweep fell. */
const TRIES = 12;
/** Notifications of the call before are received by then; a late one costs a try and no more. */
const PAUSE_MS = 30;

const root = process.argv[2];
const packagesUrl = `${pathToFileURL(join(root, 'packages')).href}/`;
const load = (path) => import(`${packagesUrl}${path}`);

const embedded = ['embedded/dist/index.js', 'daemon/dist/embedded/postgres.js'];
const { startEmbeddedPostgres } = await load(
  embedded.find((path) => existsSync(join(root, 'packages', path))),
);
const { createDaemon, loadConfig } = await load('daemon/dist/index.js');
const { createLog } = await load('daemon/dist/ops/log.js');
const { DBOSClient } = await load('client/dist/index.js');
const { DBOS } = await load('worker/dist/index.js');

const dataDir = await mkdtemp(join(tmpdir(), 'dbosd-measure-code-'));
const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
try {
  const flows = await measure(postgres.url);
  await new Promise((settle) => process.stdout.write(`${JSON.stringify(flows)}\n`, settle));
} finally {
  await postgres.stop();
  await rm(postgres.home, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}
process.exit();

async function measure(databaseUrl) {
  const { config } = loadConfig({ environment: {}, cwd: '/' });
  const log = createLog(
    { logLevel: 'error', logFormat: 'json' },
    { isTTY: false, write: (line) => console.error(line) },
  );
  const daemon = createDaemon({ ...config, port: 0, allowAsyncCommit: true, databaseUrl }, log, {});
  await daemon.start();
  const client = await DBOSClient.create({ address: daemon.address });
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

  const { promise: written, resolve: tellWritten, reject: failWriting } = deferred();
  const { promise: over, resolve: end } = deferred();
  const workflow = DBOS.registerWorkflow(
    async () => {
      await DBOS.setEvent('key', 'value');
      await leastFiles(session, () => DBOS.writeStream('values', 'value')).then(tellWritten, failWriting);
      await over;
    },
    { name: 'measured' },
  );
  DBOS.setConfig({ name: 'measure-code', daemonAddress: daemon.address, logLevel: 'error' });
  await DBOS.launch();
  const { workflowID } = await DBOS.startWorkflow(workflow)();
  const writeStream = await written;
  const send = await leastFiles(session, () => client.send(workflowID, 'value', 'topic'));
  const getEvent = await leastFiles(session, () => client.getEvent(workflowID, 'key', 10));
  const readStream = await leastFiles(session, async () => {
    const values = client.readStream(workflowID, 'values')[Symbol.asyncIterator]();
    await values.next();
    return () => values.return?.();
  });
  end();
  await DBOS.shutdown();
  await client.destroy();
  await daemon.stop();
  return { send, getEvent, readStream, writeStream };
}

/** The files of the call with the fewest. What the call returns is called after it has been measured. */
async function leastFiles(session, call) {
  const end = async (after) => (typeof after === 'function' ? after() : undefined);
  for (let calls = 0; calls < WARM_CALLS; calls += 1) await end(await call());
  let least;
  for (let tries = 0; tries < TRIES; tries += 1) {
    await delay(PAUSE_MS);
    await takeFiles(session);
    const after = await call();
    const files = await takeFiles(session);
    await end(after);
    if (least === undefined || files.length < least.length) least = files;
  }
  return { files: least, rooms: roomsOf(least) };
}

/** The checkout's files of which a function was called since the last time. Taking them sets all counts to 0. */
async function takeFiles(session) {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(
      ({ url }) => url.startsWith(packagesUrl) && url.includes('/dist/') && !url.includes('/generated/'),
    )
    .filter(({ functions }) => functions.some(({ ranges }) => ranges[0].count > 0))
    .map(({ url }) => url.slice(packagesUrl.length).replace('/dist/', '/'))
    .toSorted();
}

/** How many of the files are in each room: a folder of a package, or what is next to those. */
function roomsOf(files) {
  const rooms = {};
  for (const file of files) {
    const [name, folder, ...rest] = file.split('/');
    const room = rest.length === 0 ? name : `${name}/${folder}`;
    rooms[room] = (rooms[room] ?? 0) + 1;
  }
  return rooms;
}

/** Node 20 has no Promise.withResolvers. */
function deferred() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
