// `npm run demo`: a shop and its storefront talk through dbosd, live. Starts a Postgres and a daemon of its own on free
// ports, and takes everything away again. Exit code 0 = all went as it should; needs nothing installed.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { ROOT } from './run.mjs';

/** From the first child to the last line; it takes some five seconds. */
const DEADLINE_MS = 60_000;
/** How long a child may take to end after SIGTERM. */
const STOP_MS = 5000;
/** What is kept of a child's words, to show them when it fails. */
const KEPT_CHARACTERS = 4000;

const DBOSD = join(ROOT, 'packages/daemon/bin/dbosd.js');
const EXAMPLE = join(ROOT, 'examples/widget-store/dist');
/** Per process, so that two demos at once do not meet. */
const DATA = join(ROOT, '.dbosd', `demo-${process.pid}`);

class Interrupted extends Error {
  constructor(exitCode) {
    super('interrupted');
    this.exitCode = exitCode;
  }
}

if ((await bootstrap()) !== undefined) process.exit(1);

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
  heading('dbosd demo: a DBOS application, and a storefront that reaches it only through dbosd');
  const url = await startPostgres(signal);
  const env = { ...withoutOurVariables(process.env), DBOSD_DATABASE_URL: url, DBOSD_LOG_LEVEL: 'warn' };
  const dbosd = start('dbosd', [DBOSD, 'serve', '--port', '0'], env);
  const address = (await dbosd.line('dbosd ready on ', signal)).replace('dbosd ready on ', '');
  step('dbosd', `ready on ${address}`);
  // The SDK's driver warns of its own next major version.
  const shopArgs = ['--no-deprecation', join(EXAMPLE, 'shop.js')];
  const shopEnv = { ...withoutOurVariables(process.env), DBOS_SYSTEM_DATABASE_URL: url };
  const shop = start('the shop', shopArgs, shopEnv);
  await shop.line('shop ready', signal);
  step('shop', 'ready: a DBOS application with the official SDK, on the same database');
  step('storefront', 'begins: a DBOSClient, no database credentials, no SDK\n');
  const storefront = start(
    'the storefront',
    [join(EXAMPLE, 'storefront.js'), address],
    withoutOurVariables(process.env),
    'inherit',
  );
  await Promise.race([storefront.success(signal), shop.failure(signal), dbosd.failure(signal)]);
  heading(`done in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

async function startPostgres(signal) {
  const { startEmbeddedPostgres } = await import('@dbosd/daemon/embedded');
  mkdirSync(DATA, { recursive: true });
  undo.push(() => rmSync(DATA, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir: DATA, durable: true });
  // As root its folder may stand elsewhere, where the account of Postgres can enter.
  undo.push(() => rmSync(postgres.home, { recursive: true, force: true }));
  undo.push(() => postgres.stop());
  signal.throwIfAborted();
  step('postgres', `ready on port ${postgres.port}: from npm, thrown away afterwards`);
  return postgres.url;
}

/** Starts one of our programs; it is ended with the demo at the latest. */
function start(name, args, env, stdout = 'pipe') {
  const child = spawn(process.execPath, args, { cwd: DATA, env, stdio: ['ignore', stdout, 'pipe'] });
  const exited = once(child, 'exit');
  // A program that cannot even be started is told by whoever waits for it.
  exited.catch(() => undefined);
  undo.push(() => stop(child, exited));
  let words = '';
  const keep = (text) => {
    words = (words + text).slice(-KEPT_CHARACTERS);
  };
  child.stderr.setEncoding('utf8').on('data', keep);
  child.stdout?.setEncoding('utf8').on('data', keep);
  const failed = async () => {
    const [code, signal] = await exited;
    throw new Error(`${name} ended with ${signal ?? `code ${code}`}\n${words.trim()}`);
  };
  return {
    /** Resolves with the first line that begins so. */
    line: (prefix, signal) => Promise.race([lineOf(child, prefix), failed(), aborted(signal)]),
    /** Resolves when the program has ended with code 0. */
    success: async (signal) => {
      const [code] = await Promise.race([exited, aborted(signal)]);
      if (code !== 0) await failed();
    },
    /** Rejects when the program ends. */
    failure: (signal) => Promise.race([failed(), aborted(signal)]),
  };
}

function lineOf(child, prefix) {
  return new Promise((resolve) => {
    let text = '';
    child.stdout.on('data', (more) => {
      text += more;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      const found = lines.find((line) => line.startsWith(prefix));
      if (found !== undefined) resolve(found);
    });
  });
}

async function stop(child, exited) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(kill);
}

function aborted(signal) {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** What the user has set for a daemon of theirs must not reach the one of the demo. */
function withoutOurVariables(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^DBOS(D)?_/.test(name)));
}

function heading(text) {
  const coloured = process.stdout.isTTY && (process.env.NO_COLOR ?? '') === '';
  console.log(`\n${coloured ? `\u001b[1m${text}\u001b[0m` : text}\n`);
}

function step(who, text) {
  console.log(`  ${who.padEnd(11)}${text}`);
}
