import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const { resolve } = createRequire(import.meta.url);
/** It takes less than a second; a busy machine is granted this. */
const READY_MS = 30_000;
/**
 * At its start the server asks GitHub which version is the newest, which no setting of it forbids (`octocrab`). A proxy that is
 * not there keeps the question on this machine; without an answer the server goes on.
 */
const NOWHERE = 'http://127.0.0.1:9';
/** What names the ports; all else below a warning stays unsaid. */
const LOG = 'warn,octocrab=off,restate_ingress_http=info,restate_core::network::net_util=info';
/**
 * Runs the server, kills it when our end of the pipe closes, and removes its data: so both end with us, however we end. It
 * keeps its own ear shut to signals that a terminal gives to all.
 */
const LEASH = 'trap "" INT TERM HUP; "$@" & read -r line; kill -9 $!; wait; rm -rf "$0"';

/** The Restate server of this platform: a path. Throws where there is none. */
export function serverBinary() {
  return resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);
}

/**
 * A server of one node, on loopback and free ports, with data of its own, and all settings at their defaults that are about
 * durability, batching and memory.
 * @returns {Promise<{ ingress: string, admin: string, stop: () => Promise<void> }>} addresses, and its end
 */
export async function startServer() {
  const folder = await mkdtemp(join(tmpdir(), 'dbosd-bench-restate-'));
  const flags = [
    '--no-logo',
    '--node-name=bench',
    '--bind-ip=127.0.0.1',
    '--listen-mode=tcp',
    '--use-random-ports=true',
  ];
  const log = [`--log-format=json`, `--log-filter=${LOG}`];
  const child = spawn('sh', ['-c', LEASH, folder, serverBinary(), ...flags, ...log, `--base-dir=${folder}`], {
    env: {
      PATH: process.env.PATH,
      RESTATE_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: '1',
      HTTPS_PROXY: NOWHERE,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: folder,
  });
  const ended = new Promise((settle) => child.once('close', settle));
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  try {
    const ports = await heardPorts(child);
    return {
      ingress: `http://127.0.0.1:${ports.get('http-ingress-server')}`,
      admin: `http://127.0.0.1:${ports.get('admin-api-server')}`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Reads on afterwards, so that the pipe never fills. */
function heardPorts(child) {
  const ports = new Map();
  const said = [];
  return new Promise((settle, fail) => {
    const giveUp = (why) => fail(new Error(`restate-server ${why}:\n${said.join('\n')}`));
    const timer = setTimeout(giveUp, READY_MS, 'was not ready in time');
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      if (said.length < 100) said.push(line);
      const span = spanOf(line);
      if (span !== undefined) ports.set(span.server_name, span['server.port']);
      if (!ports.has('http-ingress-server') || !ports.has('admin-api-server')) return;
      clearTimeout(timer);
      settle(ports);
    });
    lines.on('close', () => {
      clearTimeout(timer);
      giveUp('ended before it was ready');
    });
  });
}

/** Which server listens where, of a line that says so. */
function spanOf(line) {
  if (!line.includes('istening')) return undefined;
  try {
    return JSON.parse(line).span;
  } catch {
    return undefined;
  }
}
