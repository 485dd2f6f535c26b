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

/** How much of the faults is what: the rest is SIGKILL for a worker. */
const SHARES = {
  killDaemon: 0.06,
  drainDaemon: 0.03,
  killBackends: 0.08,
  endWorker: 0.04,
  pause: 0.06,
};
const WORKER_KILLS = 1 - Object.values(SHARES).reduce((sum, share) => sum + share);
/** How long who was killed stays away, at most. */
const LONGEST_REST_MS = 1500;
/** Far below a lease: who is held up so long keeps what it has. */
const LONGEST_PAUSE_MS = 4000;

/** Kills workers, and now and then does something else to somebody, as the seed has it. */
export class Nemesis {
  readonly #options: NemesisOptions;
  workerKills = 0;
  daemonKills = 0;
  backendKills = 0;
  /** Workers and daemons that were ended well, and such as were held up. */
  ends = 0;
  pauses = 0;

  constructor(options: NemesisOptions) {
    this.#options = options;
  }

  /** Goes on until the kills are done, or the signal ends it. */
  async run(signal: AbortSignal): Promise<void> {
    const { random, kills, durationMs } = this.#options;
    const meanMs = (durationMs * WORKER_KILLS) / kills;
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
    const { random, workers, daemons } = this.#options;
    let left = random.int(1000) / 1000;
    const chosen = (Object.entries(SHARES) as [keyof typeof SHARES, number][]).find(([, share]) => {
      left -= share;
      return left < 0;
    })?.[0];
    const worker = pick(random, workers);
    const daemon = pick(random, daemons);
    const restMs = random.int(LONGEST_REST_MS);
    // One daemon serves at any time: what none can do is another test.
    if (chosen === 'killDaemon' || chosen === 'drainDaemon')
      await Promise.all(daemons.map((one) => one.ready()));
    switch (chosen) {
      case undefined:
        await worker.kill(restMs);
        this.workerKills += 1;
        this.#note('kill worker', workers.indexOf(worker));
        return;
      case 'endWorker':
        await worker.replace(restMs);
        this.ends += 1;
        this.#note('end worker', workers.indexOf(worker));
        return;
      case 'killDaemon':
        await daemon.kill(restMs);
        this.daemonKills += 1;
        this.#note('kill daemon', daemons.indexOf(daemon));
        return;
      case 'drainDaemon':
        await daemon.replace(restMs);
        this.ends += 1;
        this.#note('drain daemon', daemons.indexOf(daemon));
        return;
      case 'pause': {
        const paused = pick(random, [...workers, ...daemons]);
        await paused.pause(random.int(LONGEST_PAUSE_MS));
        this.pauses += 1;
        this.#note('pause', [...workers, ...daemons].indexOf(paused));
        return;
      }
      case 'killBackends':
        await this.#killBackends();
    }
  }

  #note(what: string, target: number): void {
    this.#options.journal.write({ op: 'fault', what, target: String(target) });
  }

  async #killBackends(): Promise<void> {
    const { random, database } = this.#options;
    const { rowCount } = await database.query(
      `select pg_terminate_backend(pid) from (
        select pid from pg_stat_activity
        where datname = current_database() and application_name like 'dbosd%'
        order by random() limit $1
      ) as chosen`,
      [1 + random.int(8)],
    );
    this.backendKills += rowCount ?? 0;
    this.#note('terminate backends', rowCount ?? 0);
  }
}
