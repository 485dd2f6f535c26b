import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Random } from '../support/random.js';
import type { Berth } from './crew.js';
import type { Journal } from './history/journal.js';
import { pick } from './generate.js';

export interface NemesisOptions {
  readonly random: Random;
  readonly workers: readonly Berth[];
  readonly daemons: readonly Berth[];
  readonly database: pg.Pool;
  readonly journal: Journal;
  /** How many kills of workers, over how long. */
  readonly kills: number;
  readonly durationMs: number;
}

/** How much of the faults are kills of daemons, and of the database's backends. */
const DAEMON_KILLS = 0.08;
const BACKEND_KILLS = 0.1;
/** How long who was killed stays away, at most. */
const LONGEST_REST_MS = 1500;

/** Kills workers, and now and then a daemon or some connections of the database, as the seed has it. */
export class Nemesis {
  readonly #options: NemesisOptions;
  workerKills = 0;
  daemonKills = 0;
  backendKills = 0;

  constructor(options: NemesisOptions) {
    this.#options = options;
  }

  /** Goes on until the kills are done, or the signal ends it. */
  async run(signal: AbortSignal): Promise<void> {
    const { random, kills, durationMs } = this.#options;
    const meanMs = (durationMs * (1 - DAEMON_KILLS - BACKEND_KILLS)) / kills;
    const begunMs = performance.now();
    for (let faults = 1; this.workerKills < kills; faults += 1) {
      // By the clock, so that slow restarts are made up for.
      const dueMs = begunMs + meanMs * (faults - 1) + random.int(meanMs);
      await delay(Math.max(0, dueMs - performance.now()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#strike();
    }
  }

  async #strike(): Promise<void> {
    const { random } = this.#options;
    if (random.chance(DAEMON_KILLS)) await this.#killDaemon();
    else if (random.chance(BACKEND_KILLS)) await this.#killBackends();
    else await this.#killWorker();
  }

  async #killWorker(): Promise<void> {
    const { random, workers, journal } = this.#options;
    const worker = pick(random, workers);
    await worker.kill(random.int(LONGEST_REST_MS));
    this.workerKills += 1;
    journal.write({ op: 'fault', what: 'kill worker', target: String(workers.indexOf(worker)) });
  }

  async #killDaemon(): Promise<void> {
    const { random, daemons, journal } = this.#options;
    const daemon = pick(random, daemons);
    // One of them serves at any time: what none can do is another test.
    await Promise.all(daemons.map((one) => one.ready()));
    await daemon.kill(random.int(LONGEST_REST_MS));
    this.daemonKills += 1;
    journal.write({ op: 'fault', what: 'kill daemon', target: String(daemons.indexOf(daemon)) });
  }

  async #killBackends(): Promise<void> {
    const { random, database, journal } = this.#options;
    const { rowCount } = await database.query(
      `select pg_terminate_backend(pid) from (
        select pid from pg_stat_activity
        where datname = current_database() and application_name like 'dbosd%'
        order by random() limit $1
      ) as chosen`,
      [1 + random.int(8)],
    );
    this.backendKills += rowCount ?? 0;
    journal.write({ op: 'fault', what: 'terminate backends', target: String(rowCount) });
  }
}
