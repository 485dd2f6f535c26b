/**
 * `npm run test:soak -- --minutes N --seed S [--kills K] [--workers W]`: workflows of several worker processes talk to each
 * other through two daemons while workers, daemons and connections of the database are killed; then everything that was
 * promised is checked against what all processes saw and what the store holds. Exit code 1 on any violation.
 */
import { randomInt } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DBOSClient } from '@dbosd/client';
import pg from 'pg';
import { createDatabase, stopTestServer } from '../support/database.js';
import { Random } from '../support/random.js';
import { workspacePath } from '../support/workspace.js';
import { check } from './checkers/check.js';
import type { Violation } from './checkers/evidence.js';
import { Restarting, workerBerth } from './crew.js';
import type { Entry } from './history/entry.js';
import { Journal, readHistory } from './history/journal.js';
import { Load } from './load.js';
import { Nemesis } from './nemesis.js';
import { DaemonProcess } from './processes/daemon-process.js';
import { readTables, type Tables } from './tables.js';

const APPLICATION = 'soak';
const QUEUE = 'soak';
/** Cohorts under way at a time. */
const LANES = 6;
const PROGRESS_MS = 10_000;
/** What is under way when the faults end has so long to come to its end. */
const DRAIN_MS = 120_000;
/** Of each daemon, when the faults are over. */
const LIVENESS_CALLS = 20;
/** A run that did less has shown nothing. */
const FEWEST_OK_PER_MINUTE = 500;

/** Shorter than the defaults, so that a run holds many takeovers. Workers beat every 5 s, and a daemon's death must not cost them their lease. */
const TIMING = { dispatch: { beatMs: 500, leaseMs: 12_000, lostLeaseMs: 500, pollMs: 500, orphanMs: 5000 } };

interface Settings {
  readonly minutes: number;
  readonly seed: number;
  readonly kills: number;
  readonly workers: number;
}

// What is stuck, and is a violation, would keep the process for ever.
process.exit(await main(settingsOf(process.argv.slice(2))));

async function main(settings: Settings): Promise<number> {
  const { seed } = settings;
  const folder = workspacePath(`.dbosd/soak-${String(seed)}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  console.log(
    `soak: seed ${String(seed)}, ${String(settings.minutes)} min, ${String(settings.kills)} kills, history in ${folder}`,
  );
  try {
    const violations = await run(settings, folder);
    for (const { rule, detail } of violations.slice(0, 50)) console.log(`VIOLATION ${rule}: ${detail}`);
    console.log(
      violations.length === 0
        ? 'no violations'
        : `${String(violations.length)} violations; repeat with --seed ${String(seed)}`,
    );
    return violations.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(error);
    return 1;
  } finally {
    await stopTestServer();
  }
}

async function run(
  { minutes, seed, kills, workers: workerCount }: Settings,
  folder: string,
): Promise<Violation[]> {
  const random = new Random(seed);
  const { url } = await createDatabase();
  const database = new pg.Pool({ connectionString: url, max: 2 });
  database.on('error', () => undefined);
  const journal = new Journal(folder, 'driver');
  const daemons = await startDaemons(url, folder);
  const addresses = await Promise.all(daemons.map(async (daemon) => (await daemon.current).address));
  const client = await DBOSClient.create({ address: addresses, applicationName: APPLICATION });
  await client.registerQueue(QUEUE, {});
  const workers = Array.from({ length: workerCount }, (_, n) =>
    workerBerth(random, n, { application: APPLICATION, addresses, folder }),
  );
  const durationMs = minutes * 60_000;
  const nemesis = new Nemesis({ random, workers, daemons, database, journal, kills, durationMs });
  const load = new Load({ client, journal, random: new Random(seed + 1), queueName: QUEUE });
  const progress = setInterval(() => {
    console.log(lineOf(load, nemesis));
  }, PROGRESS_MS);
  try {
    const ending = new AbortController();
    const loading = load.run(LANES, ending.signal);
    loading.catch(() => undefined);
    await Promise.race([nemesis.run(ending.signal), loading]);
    ending.abort();
    await Promise.all([...daemons, ...workers].map((berth) => berth.ready()));
    console.log('the faults are over, what is under way comes to its end');
    await Promise.race([loading, delay(DRAIN_MS, undefined, { ref: false })]);
    const violations = [
      ...(await live(addresses, load)),
      ...(await verdict(database, folder, load, minutes)),
    ];
    console.log(`seed ${String(seed)}: ${lineOf(load, nemesis)}`);
    return violations;
  } finally {
    clearInterval(progress);
    await client.destroy();
    await Promise.all([...workers, ...daemons].map((berth) => berth.end()));
    await database.end();
    journal.close();
  }
}

async function startDaemons(databaseUrl: string, folder: string): Promise<Restarting<DaemonProcess>[]> {
  const daemons: Restarting<DaemonProcess>[] = [];
  for (const n of [0, 1]) {
    let port = 0;
    const daemon = new Restarting(async () => {
      const started = await DaemonProcess.start(
        { databaseUrl, port, timing: TIMING },
        join(folder, `daemon-${String(n)}.log`),
      );
      ({ port } = started);
      return started;
    });
    // One after the other: the first makes the schema.
    await daemon.ready();
    daemons.push(daemon);
  }
  return daemons;
}

/** Each daemon serves again. */
async function live(addresses: readonly string[], load: Load): Promise<Violation[]> {
  const [program] = load.programs;
  const violations: Violation[] = [];
  for (const address of addresses) {
    try {
      const client = await DBOSClient.create({ address, unavailableTimeoutMs: 5000 });
      for (let n = 0; n < LIVENESS_CALLS; n += 1) await client.getAllEvents(program?.workflowId ?? '');
      await client.destroy();
    } catch (error) {
      violations.push({ rule: 'daemon does not serve', detail: `${address}: ${String(error)}` });
    }
  }
  return violations;
}

async function verdict(
  database: pg.Pool,
  folder: string,
  { programs }: Load,
  minutes: number,
): Promise<Violation[]> {
  const connection = await database.connect();
  const tables = await readTables(connection).finally(() => {
    connection.release();
  });
  const history = await readHistory(folder);
  await writeFile(join(folder, 'evidence.json'), JSON.stringify({ programs, tables }));
  const ok = history.filter((entry) => 'phase' in entry && entry.phase === 'ok').length;
  console.log(figuresOf(history, tables, ok));
  const violations = check({ programs, history, tables });
  const fewest = FEWEST_OK_PER_MINUTE * minutes;
  if (ok < fewest)
    violations.push({ rule: 'too little was done', detail: `${String(ok)} of ${String(fewest)} operations` });
  return violations;
}

function figuresOf(
  history: readonly Entry[],
  { workflows, messages, streams, operations }: Tables,
  ok: number,
): string {
  const received = messages.filter(({ consumedBy }) => consumedBy !== undefined).length;
  const count = (op: Entry['op']): number => history.filter((entry) => entry.op === op).length;
  return [
    `${String(workflows.length)} workflows`,
    `${String(operations.length)} checkpoints`,
    `${String(messages.length)} messages, ${String(received)} received`,
    `${String(streams.length)} stream values, ${String(count('read'))} read`,
    `${String(ok)} ok operations of ${String(history.length)} entries`,
  ].join('; ');
}

function lineOf(load: Load, { workerKills, daemonKills, backendKills, ends, pauses }: Nemesis): string {
  const seconds = Math.round(process.uptime());
  return (
    `${String(seconds)} s: ${String(load.completed)} workflows completed; killed ${String(workerKills)} workers, ` +
    `${String(daemonKills)} daemons, ${String(backendKills)} backends; ended ${String(ends)} well, paused ${String(pauses)}`
  );
}

function settingsOf(args: string[]): Settings {
  const number = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { minutes: number, seed: number, kills: number, workers: number },
  });
  const given = (name: keyof typeof values, otherwise: number): number => {
    const value = values[name] === undefined ? otherwise : Number(values[name]);
    if (!Number.isFinite(value) || value <= 0)
      throw new Error(`--${name} is ${String(values[name])}: give a number above 0`);
    return value;
  };
  const minutes = given('minutes', 12);
  return {
    minutes,
    seed: given('seed', 1 + randomInt(2 ** 31 - 1)),
    kills: given('kills', Math.ceil(minutes * 18)),
    workers: given('workers', 4),
  };
}
