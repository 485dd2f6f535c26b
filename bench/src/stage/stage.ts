import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@dbosd/embedded';
import pg from 'pg';
import type { EchoJobs } from '../drivers/echo-main.js';
import { measureFloors, type Floors } from '../measure/floors.js';
import { Arena } from './arena.js';
import { JobProcess } from './job-process.js';
import { Nats } from './nats.js';
import { installRestate } from './restate.js';

const ECHO = new URL('../drivers/echo-main.js', import.meta.url);

export interface StageSettings {
  /** Of each measurement, without those that warm up. */
  readonly rounds: number;
  /** How long a round of a load goes on. */
  readonly roundMs: number;
  /** Tenfold smaller where rows have to be stored first; fewer rounds. */
  readonly quick: boolean;
  /** False: Restate and NATS are left out. */
  readonly peers: boolean;
  /** How much longer than on this machine's disk a commit takes, for every contestant on Postgres. */
  readonly slowerCommitsMs: number | undefined;
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
  #floors: Promise<Floors> | undefined;

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
      startNats: () => this.#startNats(),
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

  /** Measured once a run, while nothing else is at work. */
  floors(): Promise<Floors> {
    return (this.#floors ??= this.#measureFloors());
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

  async #measureFloors(): Promise<Floors> {
    this.progress('measuring the floors');
    const client = new pg.Client({ connectionString: this.#postgres.url });
    const echo = await JobProcess.start<EchoJobs>(ECHO, {});
    try {
      await client.connect();
      return await measureFloors(client, await echo.call('ports', undefined));
    } finally {
      await Promise.all([client.end(), echo.close()]);
    }
  }

  /** Once in a run, and only when a row asks for it. */
  async #installRestate(): Promise<boolean> {
    if (!this.settings.peers) return false;
    return (this.#restate ??= installRestate(this.progress));
  }

  async #startNats(): Promise<Nats | undefined> {
    if (!this.settings.peers) return undefined;
    const nats = await Nats.start();
    if (nats === undefined) this.progress('NATS is not installed (Debian: nats-server)');
    return nats;
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
