import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@dbosd/embedded';
import pg from 'pg';
import { workspacePath } from './workspace.js';

/** An empty database of its own for one test. */
export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  /** Ends all sessions and removes the database. May be called any number of times. */
  readonly drop: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Name of a database to copy, with nobody connected to it; default an empty one. */
  readonly template?: string;
}

/** Tests open many small pools at once. */
const SETTINGS = { max_connections: '300' };

/** The Postgres of one mocha process: an embedded one, not durable, or an existing one by its URL. */
export class TestServer {
  readonly url: string;
  readonly #admin: pg.Pool;
  readonly #release: () => Promise<void>;
  readonly #databases = new Map<string, TestDatabase>();
  readonly #run = randomBytes(4).toString('hex');
  #created = 0;

  private constructor(url: string, release: () => Promise<void>) {
    this.url = url;
    this.#release = release;
    this.#admin = new pg.Pool({ connectionString: url, max: 4 });
    // An idle session that the server ends is replaced at its next use.
    this.#admin.on('error', () => undefined);
  }

  static async start(existingUrl: string | undefined): Promise<TestServer> {
    if (existingUrl !== undefined) return new TestServer(existingUrl, () => Promise.resolve());
    const dataDir = await makeDataDir();
    const postgres = await startEmbeddedPostgres({ dataDir, durable: false, settings: SETTINGS });
    return new TestServer(postgres.url, async () => {
      await postgres.stop();
      await rm(postgres.home, { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true });
    });
  }

  async createDatabase({ template = 'template0' }: DatabaseOptions = {}): Promise<TestDatabase> {
    this.#created += 1;
    const name = `dbosd_test_${this.#run}_${String(this.#created)}`;
    // Copying files takes half the time of writing the copy to the WAL, the default.
    await this.#admin.query(`create database ${name} template ${template} strategy file_copy`);
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    const database = { name, url: url.href, drop: async () => this.#drop(name) };
    this.#databases.set(name, database);
    return database;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#databases.keys()].map(async (name) => this.#drop(name)));
    await this.#admin.end();
    await this.#release();
  }

  async #drop(name: string): Promise<void> {
    if (!this.#databases.delete(name)) return;
    await this.#admin.query(`drop database if exists ${name} with (force)`);
  }
}

/** A folder named after this process; those of processes that were killed are removed on the way. */
async function makeDataDir(): Promise<string> {
  const parent = workspacePath('.dbosd');
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const pid = /^test-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined); // perhaps root's
    }
  }
  return mkdtemp(join(parent, `test-${String(process.pid)}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
