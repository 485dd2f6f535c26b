import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@dbosd/embedded';
import pg from 'pg';
import { latenciesOf } from '../measure/spread.js';
import { Arena } from './arena.js';
import { installRestate } from './restate.js';

export interface StageSettings {
  /** Of each measurement, without those that warm up. */
  readonly rounds: number;
  /** How long a round of a load goes on. */
  readonly roundMs: number;
  /** Tenfold smaller where rows have to be stored first; fewer rounds. */
  readonly quick: boolean;
  /** False: Restate is left out. */
  readonly restate: boolean;
  /** How much longer than on this machine's disk a commit takes, for every contestant on Postgres. */
  readonly slowerCommitsMs?: number;
}

/** The Postgres of a run, which syncs to disk, and who tells people how far the run is. */
export class Stage {
  readonly settings: StageSettings;
  readonly progress: (text: string) => void;
  readonly #postgres: EmbeddedPostgres;
  readonly #folder: string;
  readonly #arenas = new Set<Arena>();
  #databases = 0;
  #closing: Promise<void> | undefined;
  #restate: Promise<boolean> | undefined;

  static async start(settings: StageSettings, progress: (text: string) => void): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'dbosd-bench-'));
    const postgres = await startEmbeddedPostgres({
      dataDir: folder,
      durable: true,
      settings: {
        // From commit to caller: when a row was committed is asked of the database.
        track_commit_timestamp: 'on',
        max_connections: '300',
        // No checkpoint in the middle of one competitor's round.
        max_wal_size: '8GB',
        checkpoint_timeout: '30min',
        ...(settings.slowerCommitsMs !== undefined && slowerCommits(settings.slowerCommitsMs)),
      },
    });
    return new Stage({ settings, progress, postgres, folder });
  }

  private constructor(parts: {
    settings: StageSettings;
    progress: (text: string) => void;
    postgres: EmbeddedPostgres;
    folder: string;
  }) {
    this.settings = parts.settings;
    this.progress = parts.progress;
    this.#postgres = parts.postgres;
    this.#folder = parts.folder;
  }

  /** Databases, daemons and processes of one row; all of it ends with `use`. */
  async arena<T>(use: (arena: Arena) => Promise<T>): Promise<T> {
    const arena = new Arena({
      createDatabase: (template) => this.#createDatabase(template),
      installRestate: () => this.#installRestate(),
      progress: this.progress,
    });
    this.#arenas.add(arena);
    try {
      return await use(arena);
    } finally {
      await arena.close();
      this.#arenas.delete(arena);
    }
  }

  /** What the server says of itself: `select` of one row. */
  async ask<R extends pg.QueryResultRow>(sql: string): Promise<R | undefined> {
    const client = new pg.Client({ connectionString: this.#postgres.url });
    await client.connect();
    try {
      return (await client.query<R>(sql)).rows[0];
    } finally {
      await client.end();
    }
  }

  /** How long an insert takes that commits, when there is nothing else to do: the median of a hundred, in ms. */
  async commitMs(): Promise<number> {
    const client = new pg.Client({ connectionString: this.#postgres.url });
    await client.connect();
    try {
      await client.query('create table commits (at float)');
      const times: number[] = [];
      for (let n = 0; n < 100; n += 1) {
        const begunMs = performance.now();
        await client.query({ name: 'commit', text: 'insert into commits values ($1)', values: [begunMs] });
        times.push(performance.now() - begunMs);
      }
      await client.query('drop table commits');
      return latenciesOf(times).p50;
    } finally {
      await client.end();
    }
  }

  /** Also ends what is still in use, which then fails. May be called any number of times. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const arena of this.#arenas) await arena.close();
    await this.#postgres.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Once in a run, and only when a row asks for it. */
  async #installRestate(): Promise<boolean> {
    if (!this.settings.restate) return false;
    return (this.#restate ??= installRestate(this.progress));
  }

  async #createDatabase(template?: string): Promise<string> {
    this.#databases += 1;
    const name = `bench_${String(this.#databases)}`;
    const copied =
      template === undefined ? '' : ` template ${new URL(template).pathname.slice(1)} strategy file_copy`;
    await this.ask(`create database ${name}${copied}`);
    const url = new URL(this.#postgres.url);
    url.pathname = `/${name}`;
    return url.href;
  }
}

/** Postgres itself waits before it syncs; who commits meanwhile is synced with it, as on a disk that takes that long. */
function slowerCommits(ms: number): Record<string, string> {
  return { commit_delay: String(Math.round(ms * 1000)), commit_siblings: '0' };
}
