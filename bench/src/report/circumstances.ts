import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WARM_UPS } from '../measure/alternate.js';
import type { Floors, Pace } from '../measure/floors.js';
import { PAYLOAD_BYTES } from '../drivers/payload.js';
import { Nats } from '../stage/nats.js';
import type { Stage } from '../stage/stage.js';

/** What the figures of a run hang on. */
export interface Circumstances {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly kernel: string;
    readonly node: string;
  };
  readonly postgres: {
    readonly version: string;
    readonly fsync: string;
    readonly synchronousCommit: string;
    /** How much was added to each commit. */
    readonly slowerCommitsMs: number | undefined;
  };
  /** What this machine can do at best. Ratios depend on the commit more than on anything. */
  readonly floors: Floors;
  /** Of daemon, clients and applications; the bench's own does not matter. */
  readonly processes: { readonly nodeEnv: string; readonly logLevel: string };
  readonly payloadBytes: number;
  /** By package; `commit` is that of this checkout. */
  readonly versions: Readonly<Record<string, string>>;
  readonly run: {
    readonly rounds: number;
    readonly roundMs: number;
    readonly quick: boolean;
    readonly rows: readonly string[];
  };
}

const BENCH = fileURLToPath(new URL('../..', import.meta.url));

export async function circumstancesOf(stage: Stage, rows: readonly string[]): Promise<Circumstances> {
  const { rounds, roundMs, quick, peers, slowerCommitsMs } = stage.settings;
  const postgres = await stage.ask<{ version: string; fsync: string; synchronous_commit: string }>(
    `select current_setting('server_version') as version,
            current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as synchronous_commit`,
  );
  return {
    date: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
      kernel: `${type()} ${release()}`,
      node: process.version,
    },
    postgres: {
      version: postgres?.version ?? 'unknown',
      fsync: postgres?.fsync ?? 'unknown',
      synchronousCommit: postgres?.synchronous_commit ?? 'unknown',
      slowerCommitsMs,
    },
    floors: await stage.floors(),
    processes: {
      nodeEnv: 'production',
      logLevel: 'error in applications, the default of the daemon',
    },
    payloadBytes: PAYLOAD_BYTES,
    versions: { ...dbosVersions(), ...(peers ? peerVersions() : {}) },
    run: { rounds, roundMs, quick, rows },
  };
}

export function circumstanceLines(of: Circumstances): string[] {
  const { machine, postgres, processes, run } = of;
  const versions = Object.entries(of.versions).map(([name, version]) => `${name} ${version}`);
  return [
    ['date', of.date],
    [
      'machine',
      `${machine.cpu}, ${String(machine.cores)} cores, ${String(machine.memoryGiB)} GiB; ${machine.kernel}; Node ${machine.node}`,
    ],
    [
      'Postgres',
      `${postgres.version}, fsync ${postgres.fsync}, synchronous_commit ${postgres.synchronousCommit}${postgres.slowerCommitsMs === undefined ? '' : `; each commit takes ${String(postgres.slowerCommitsMs)} ms longer than on this disk (--slower-commits)`}`,
    ],
    ['floors', floorsText(of.floors)],
    ['processes', `NODE_ENV ${processes.nodeEnv}; log level: ${processes.logLevel}`],
    ['payload', `${String(of.payloadBytes)} bytes as stored, where a row says nothing else`],
    ['versions', versions.join(', ')],
    [
      'run',
      `${String(run.rounds)} rounds of ${String(run.roundMs / 1000)} s after ${String(WARM_UPS)} that warm up${run.quick ? '; QUICK: to see that all works, not for figures' : ''}`,
    ],
  ].map(([name = '', text = '']) => `${name.padEnd(11)}${text}`);
}

function floorsText({ selectMs, commitMs, sharedCommitMs, tcp, unary, bidi }: Floors): string {
  const ms = (value: number): string => `${value.toFixed(value < 0.1 ? 3 : 2)} ms`;
  const pace = ({ closedMs, pacedMs }: Pace): string => `${ms(closedMs)} (paced ${ms(pacedMs)})`;
  return [
    `read by key ${ms(selectMs)}`,
    `insert and commit ${ms(commitMs)}`,
    `the same of 100 rows, each ${ms(sharedCommitMs)}`,
    `there and back over TCP ${pace(tcp)}`,
    `unary gRPC ${pace(unary)}`,
    `bidirectional gRPC ${pace(bidi)}`,
  ].join(', ');
}

/** Like `2026-01-31-amd-epyc-2-cores`. */
export function runName(circumstances: Circumstances): string {
  return `${circumstances.date.slice(0, 10)}-${machineName(circumstances)}`;
}

/** Like `amd-epyc-2-cores`. */
export function machineName({ machine }: Circumstances): string {
  const cpu = machine.cpu
    .toLowerCase()
    .replace(/\((r|tm)\)/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `${cpu || 'unknown'}-${String(machine.cores)}-cores`;
}

function dbosVersions(): Record<string, string> {
  const commit = git('rev-parse', '--short', 'HEAD');
  const changed = commit !== undefined && git('status', '--porcelain', '-uno') !== '';
  return {
    '@dbosd': readManifest(join(BENCH, 'package.json'))?.version ?? 'unknown',
    ...(commit !== undefined && { commit: `${commit}${changed ? ' with changes' : ''}` }),
    '@dbos-inc/dbos-sdk': installedVersion('@dbos-inc/dbos-sdk') ?? 'unknown',
  };
}

/** What bench/restate pins, if it is there, and the NATS that is installed. */
function peerVersions(): Record<string, string> {
  const manifest = readManifest(join(BENCH, 'restate', 'package.json'));
  const nats = Nats.installedVersion();
  return {
    ...manifest?.dependencies,
    ...manifest?.devDependencies,
    ...(nats === undefined ? {} : { 'nats-server': nats }),
  };
}

function installedVersion(name: string): string | undefined {
  // The package need not export its package.json, so it is looked for above its entry.
  let folder = dirname(fileURLToPath(import.meta.resolve(name)));
  while (folder !== dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json'));
    if (manifest?.name === name) return manifest.version;
    folder = dirname(folder);
  }
  return undefined;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readManifest(path: string): Manifest | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : undefined;
}

/** Undefined outside of a clone, or without git. */
function git(...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', [...args], {
      cwd: BENCH,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
