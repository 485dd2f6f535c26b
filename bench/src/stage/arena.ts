import type { AppJobs } from '../drivers/app-jobs/app-jobs.js';
import type { AppOptions } from '../drivers/app-main.js';
import type { ClientJobs } from '../drivers/client-jobs/client-jobs.js';
import type { ClientOptions } from '../drivers/client-main.js';
import type { RestateJobs } from '../drivers/restate-jobs.js';
import { BenchDatabase } from './bench-database.js';
import { DaemonProcess } from './daemon-process.js';
import { JobProcess } from './job-process.js';
import type { NatsJobs } from '../drivers/nats-main.js';
import type { Nats } from './nats.js';
import { RESTATE_PROGRAM } from './restate.js';

const CLIENT = new URL('../drivers/client-main.js', import.meta.url);
const APP = new URL('../drivers/app-main.js', import.meta.url);

interface Closable {
  close(): Promise<void>;
}

/** Two clients of one server, in processes of their own. */
export interface NatsPeer {
  readonly publisher: JobProcess<NatsJobs>;
  readonly reader: JobProcess<NatsJobs>;
}

/** What an arena has of the stage. */
interface Ground {
  createDatabase(template?: string): Promise<string>;
  installRestate(): Promise<boolean>;
  startNats(): Promise<Nats | undefined>;
  progress(text: string): void;
}

/** What the measurements of one row stand on. What it starts ends with it, the last first. */
export class Arena {
  readonly #ground: Ground;
  readonly #open: Closable[] = [];
  #closed = false;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** A database prepared by dbosd, with a daemon on it. */
  async dbosd(): Promise<{ database: BenchDatabase; daemon: DaemonProcess }> {
    const database = await this.#database();
    return { database, daemon: await this.daemon(database.url) };
  }

  /** A copy of a database that nobody is connected to, with the indexes of ours and a daemon on it. */
  async dbosdOnCopy(of: BenchDatabase): Promise<{ database: BenchDatabase; daemon: DaemonProcess }> {
    const database = await this.#database(of.url);
    await database.makeOwnIndexes();
    return { database, daemon: await this.daemon(database.url) };
  }

  /** A database prepared by the official SDK: none of our indexes are a burden to it. */
  async dbos(): Promise<{ database: BenchDatabase }> {
    const database = await this.#database();
    const app = await JobProcess.start(APP, { library: 'dbos', name: 'migrations', url: database.url });
    await app.close();
    return { database };
  }

  daemon(url: string, flags?: readonly string[]): Promise<DaemonProcess> {
    return this.#keep(DaemonProcess.start(url, flags));
  }

  client(options: ClientOptions): Promise<JobProcess<ClientJobs>> {
    return this.#keep(JobProcess.start<ClientJobs>(CLIENT, options));
  }

  app(options: AppOptions): Promise<JobProcess<AppJobs>> {
    return this.#keep(JobProcess.start<AppJobs>(APP, options));
  }

  /** Restate with an application and callers; nothing where it does not run. */
  async restate(): Promise<JobProcess<RestateJobs> | undefined> {
    if (!(await this.#ground.installRestate())) return undefined;
    try {
      return await this.#keep(JobProcess.start<RestateJobs>(RESTATE_PROGRAM, {}));
    } catch (error) {
      this.#ground.progress(`Restate did not start: ${String(error)}`);
      return undefined;
    }
  }

  /** A server of NATS with a publisher and a reader; nothing where it is not installed. */
  async nats(): Promise<NatsPeer | undefined> {
    const server = await this.#ground.startNats();
    if (server === undefined) return undefined;
    await this.#keep(Promise.resolve(server));
    return {
      publisher: await this.#keep(server.client()),
      reader: await this.#keep(server.client()),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const each of this.#open.splice(0).reverse()) await each.close();
  }

  async #database(template?: string): Promise<BenchDatabase> {
    return this.#keep(this.#ground.createDatabase(template).then((url) => new BenchDatabase(url)));
  }

  async #keep<T extends Closable>(starting: Promise<T>): Promise<T> {
    const started = await starting;
    if (this.#closed) {
      await started.close();
      throw new Error('the row has ended');
    }
    this.#open.push(started);
    return started;
  }
}
