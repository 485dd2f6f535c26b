// `npm run demo`: a shop and its storefront talk through dbosd, live, and the shop is killed in the middle of an order.
// Starts a Postgres and a daemon of its own on free ports, and takes everything away again. Exit code 0 = all went as it
// should; needs nothing installed. `-- --real-dbos`: the shop runs on the official DBOS SDK.
import './node-version.mjs';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bootstrap } from './bootstrap.mjs';
import { ChildProgram } from './child-program.mjs';
import { ROOT } from './run.mjs';

/** From the first child to the last line; it takes some twelve seconds. */
const DEADLINE_MS = 300_000;
/** Between two looks at what became of the order. */
const LOOK_MS = 50;

const REAL_DBOS = '--real-dbos';
const DBOSD = join(ROOT, 'packages/cli/bin/dbosd.js');
const EXAMPLE = join(ROOT, 'examples/widget-store/dist');
/** Per process, so that two demos at once do not meet. */
const DATA = join(ROOT, '.dbosd', `demo-${process.pid}`);

class Interrupted extends Error {
  constructor(exitCode) {
    super('interrupted');
    this.exitCode = exitCode;
  }
}

const unknown = process.argv.slice(2).filter((argument) => argument !== REAL_DBOS);
if (unknown.length > 0) {
  console.error(`the demo does not know ${unknown.join(' ')}\nusage: npm run demo [-- ${REAL_DBOS}]`);
  process.exit(2);
}
const isRealDbos = process.argv.includes(REAL_DBOS);
if ((await bootstrap()) !== undefined) process.exit(1);
const { bold, dim, green, red, say } = await import(join(EXAMPLE, 'terminal.js'));

const ended = new AbortController();
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => ended.abort(new Interrupted(code)));
}
const timer = setTimeout(() => {
  ended.abort(new Error(`it did not end within ${DEADLINE_MS / 1000} s`));
}, DEADLINE_MS);
const undo = [];
try {
  await demo(ended.signal);
} catch (failure) {
  // What was interrupted may also fail, as initdb does, which Ctrl-C reaches, too.
  const error = ended.signal.aborted ? ended.signal.reason : failure;
  process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
  console.error(error instanceof Interrupted ? 'interrupted' : `the demo failed: ${error.message}`);
} finally {
  clearTimeout(timer);
  for (const step of undo.reverse()) await step();
}

async function demo(signal) {
  const startedMs = Date.now();
  heading(
    isRealDbos
      ? 'dbosd demo: a DBOS application, and a storefront that reaches it only through dbosd'
      : 'dbosd demo: a shop on @dbosd/worker and its storefront, which talk through dbosd',
  );
  const url = await startPostgres(signal);
  const settings = { DBOSD_DATABASE_URL: url, DBOSD_LOG_LEVEL: 'warn' };
  const dbosd = start('dbosd', [DBOSD, 'serve', '--port', '0'], { env: settings });
  const address = (await dbosd.line('dbosd ready on ', signal)).replace('dbosd ready on ', '');
  say('dbosd', `ready on ${address}`);
  const scene = { signal, address, url, shops: [] };
  await openShop(scene, 'shop-1');
  // DBOS gives a process's workflows to nobody else: there the shop is started again.
  if (!isRealDbos) await openShop(scene, 'shop-2');

  const orderId = `order-${randomUUID()}`;
  say('storefront', 'begins: a DBOSClient, no database credentials, no SDK\n');
  const args = [join(EXAMPLE, 'storefront.js'), address, orderId];
  const storefront = start('the storefront', args, { stdin: 'pipe', stdout: 'inherit' });
  const { DBOSClient } = await import('@dbosd/client');
  const client = await DBOSClient.create({ address });
  undo.push(() => client.destroy());
  const sale = Promise.all([storefront.success(signal), takeover({ ...scene, client, orderId, storefront })]);
  const failures = [dbosd, ...scene.shops].map((program) => program.failure(signal));
  const [, { killed, heir }] = await Promise.race([sale, ...failures]);
  check(await client.listWorkflowSteps(orderId), orderId, scene.shops, killed, heir);
  heading(`done in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

/** Kills the shop that waits for the payment, lets the customer pay, and shows who goes on with the order. */
async function takeover({ signal, client, orderId, storefront, ...scene }) {
  const waiting = await until(signal, async () => {
    const steps = (await client.listWorkflowSteps(orderId)) ?? [];
    // A recv records its deadline as a sleep when it begins to wait, under the place behind its own.
    return steps.find(({ name }) => name === 'DBOS.sleep');
  });
  const { executorId } = await client.getWorkflow(orderId);
  const killed = scene.shops.find(({ name }) => executorId.endsWith(name));
  await killed.kill();
  const killedMs = Date.now();
  const step = waiting.functionID - 1;
  say(
    'kill -9',
    red(`${killed.name}, process ${killed.pid}: it was waiting in DBOS.recv, step ${step} of the order`),
  );
  storefront.write('paid');

  let heir;
  if (isRealDbos) {
    say('', dim('DBOS gives its orders back to it when it is started again: the demo does that'));
    heir = await openShop({ signal, ...scene }, killed.name);
    await until(signal, async () =>
      (await client.listWorkflowSteps(orderId)).some(({ functionID }) => functionID === step),
    );
  } else {
    say('', dim('nobody runs the order now; dbosd gives the shop 5 s to come back'));
    heir = scene.shops.find((shop) => shop !== killed);
    await until(signal, async () => (await client.getWorkflow(orderId)).executorId.endsWith(heir.name));
  }
  const seconds = ((Date.now() - killedMs) / 1000).toFixed(1);
  say('takeover', green(`${heir.name}, process ${heir.pid}, has the order ${seconds} s after the kill`));
  return { killed, heir };
}

/** Throws unless each act of the order was done once: the first by the shop that was killed, the last by its heir. */
function check(steps, orderId, shops, killed, heir) {
  const acts = [killed, ...shops.filter((shop) => shop !== killed)].flatMap(({ pid, lines }) =>
    lines.filter((line) => line.startsWith(orderId)).map((line) => ({ pid, act: line.split(': ')[1] })),
  );
  const said = acts.map(({ act, pid }) => `${act} by process ${pid}`).join(', ');
  if (acts.length !== 2 || acts[0].pid !== killed.pid || acts[1].pid !== heir.pid) {
    throw new Error(
      `each act was to be done once, the second by another process than the first, but: ${said}`,
    );
  }
  say('checked', `nothing was done twice, ${steps.length} steps are recorded:`);
  for (const { act, pid } of acts) say('', `${act} by process ${pid}`);
}

async function openShop({ signal, address, url, shops }, name) {
  // The SDK's driver warns of its own next major version.
  const program = isRealDbos
    ? [['--no-deprecation', join(EXAMPLE, 'shop-real-dbos.js'), name], { DBOS_SYSTEM_DATABASE_URL: url }]
    : [[join(EXAMPLE, 'shop.js'), address, name], {}];
  const shop = start(name, program[0], { env: program[1] });
  shops.push(shop);
  await shop.line('shop ready', signal);
  const what = isRealDbos
    ? 'a DBOS application with the official SDK, on the same database'
    : 'workflows on @dbosd/worker, no database credentials';
  say(name, `ready, process ${shop.pid}: ${what}`);
  return shop;
}

async function startPostgres(signal) {
  const { startEmbeddedPostgres } = await import('@dbosd/embedded');
  mkdirSync(DATA, { recursive: true });
  undo.push(() => rmSync(DATA, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir: DATA, durable: true });
  // As root its folder may stand elsewhere, where the account of Postgres can enter.
  undo.push(() => rmSync(postgres.home, { recursive: true, force: true }));
  undo.push(() => postgres.stop());
  signal.throwIfAborted();
  say('postgres', `ready on port ${postgres.port}: from npm, thrown away afterwards`);
  return postgres.url;
}

/** Starts one of our programs; it is ended with the demo at the latest. */
function start(name, args, { env = {}, ...stdio }) {
  const program = new ChildProgram(name, args, {
    cwd: DATA,
    env: { ...withoutOurVariables(process.env), ...env },
    ...stdio,
  });
  undo.push(() => program.stop());
  return program;
}

/** Looks again and again until there is something. */
async function until(signal, look) {
  for (;;) {
    const found = await look();
    if (found) return found;
    await sleep(LOOK_MS, undefined, { signal });
  }
}

/** What the user has set for a daemon of theirs must not reach the one of the demo. */
function withoutOurVariables(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^DBOS(D)?_/.test(name)));
}

function heading(text) {
  console.log(`\n${bold(text)}\n`);
}
