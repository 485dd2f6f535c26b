import { type Clock, systemClock } from '@dbosd/shared';
import { compose, type DaemonParts, type DaemonTiming } from './compose.js';
import type { DaemonConfig } from './config.js';
import { refuseUnfit } from './doctor/examine-database.js';
import type { Service } from './lifecycle.js';
import type { Logger } from './ops/log.js';
import { Warnings } from './ops/warnings.js';
import { prepareDatabase } from './store/prepare-database.js';

/** A daemon on one database and one address, as the command line runs it. */
export interface Daemon {
  /** `host:port` that it listens on; known once `start` has resolved. */
  readonly address: string;
  /** Resolves when it serves calls. Rejects with an error whose message names the fix. */
  start(): Promise<void>;
  /** Accepts nothing new, lets clients go to other daemons, and waits for what is in flight, for `drainTimeoutMs` at most. */
  drain(): Promise<void>;
  /** Ends everything at once. May be called at any time, any number of times. */
  stop(): Promise<void>;
}

/** A daemon, not started yet. */
export function createDaemon(config: DaemonConfig, log: Logger, timing: DaemonTiming = {}): App {
  return new App(config, log, timing);
}

/** Checks and prepares the database, then starts the parts in order (`compose.ts` makes them), and stops them in reverse. */
export class App implements Daemon {
  readonly #config: DaemonConfig;
  readonly #log: Logger;
  readonly #timing: DaemonTiming;
  readonly #clock: Clock = systemClock;
  readonly #started: Service[] = [];
  #parts: DaemonParts | undefined;
  readonly #warnings: Warnings;
  #stopped: Promise<void> | undefined;

  constructor(config: DaemonConfig, log: Logger, timing: DaemonTiming) {
    this.#config = config;
    this.#log = log;
    this.#timing = timing;
    this.#warnings = new Warnings(log, this.#clock);
  }

  get address(): string {
    return this.parts.rpc.address;
  }

  get parts(): DaemonParts {
    if (this.#parts === undefined) throw new Error('the daemon has not started: await start() first');
    return this.#parts;
  }

  async start(): Promise<void> {
    const { databaseUrl, listenUrl, dbosSchema, notify: notifying, allowAsyncCommit } = this.#config;
    const tell = (message: string): void => {
      this.#log.warn({ message }, 'database.waiting');
    };
    await refuseUnfit(this.#config, tell);
    const prepared = await prepareDatabase({
      url: listenUrl ?? databaseUrl,
      dbosSchema,
      listenNotify: notifying === 'auto',
      allowAsyncCommit,
      tell,
    });
    for (const warning of prepared.warnings) this.#log.warn({ warning }, 'database.warning');
    const { parts, services } = compose({
      config: this.#config,
      log: this.#log,
      warnings: this.#warnings,
      clock: this.#clock,
      timing: this.#timing,
      prepared,
    });
    this.#parts = parts;
    for (const service of services) {
      // Before its start, so that it is stopped even if the start fails half-way.
      this.#started.unshift(service);
      await service.start();
    }
  }

  async drain(): Promise<void> {
    const { rpc, hub, dispatch } = this.parts;
    rpc.beginDrain();
    hub.drain();
    await dispatch.drain();
    await rpc.stop();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#parts?.hub.drain();
    for (const service of this.#started) await service.stop();
    this.#warnings.stop();
  }
}
