import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../support/random.js';
import type { DaemonProcess } from './processes/daemon-process.js';
import { WorkerProcess, type WorkerSettings } from './processes/worker-process.js';

/** A process that can be treated badly. */
export interface Victim {
  kill(): Promise<void>;
  shutdown(): Promise<void>;
  stop(): void;
  continue(): void;
}

/** A place for a process. */
export interface Berth {
  /** Kills what runs there, and starts it again after a while. */
  kill(restMs: number): Promise<void>;
  /** The same, but it may say goodbye. */
  replace(restMs: number): Promise<void>;
  /** Holds it up for a while, as a busy machine does. */
  pause(ms: number): Promise<void>;
  /** Resolves when it runs. */
  ready(): Promise<void>;
}

/** A place for a process that is started again when it was killed, and when its start fails. */
export class Restarting<P extends Victim> implements Berth {
  readonly #start: () => Promise<P>;
  #process: Promise<P>;
  #ended = false;

  constructor(start: () => Promise<P>) {
    this.#start = start;
    this.#process = this.#started(0);
  }

  /** The process that runs now, or that is being started. */
  get current(): Promise<P> {
    return this.#process;
  }

  async kill(restMs: number): Promise<void> {
    const before = await this.#process;
    await before.kill();
    this.#process = this.#started(restMs);
  }

  async replace(restMs: number): Promise<void> {
    const before = await this.#process;
    await before.shutdown();
    this.#process = this.#started(restMs);
  }

  async pause(ms: number): Promise<void> {
    const process = await this.#process;
    process.stop();
    await delay(ms);
    process.continue();
  }

  async ready(): Promise<void> {
    await this.#process;
  }

  /** Ends it for good. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#process.then((process) => process.kill()).catch(() => undefined);
  }

  #started(restMs: number): Promise<P> {
    const starting = this.#untilStarted(restMs);
    // Who waits for it hears of it.
    starting.catch(() => undefined);
    return starting;
  }

  async #untilStarted(restMs: number): Promise<P> {
    await delay(restMs);
    for (;;) {
      try {
        return await this.#start();
      } catch (cause) {
        if (this.#ended) throw cause;
        // No daemon may be there just now.
        await delay(RETRY_MS);
      }
    }
  }
}

const RETRY_MS = 500;

export type WorkerBerth = Restarting<WorkerProcess>;
export type DaemonBerth = Restarting<DaemonProcess>;

/** A place for workers, the n-th of them. Every other one comes back under its executor id, as a configured one does. */
export function workerBerth(
  random: Random,
  n: number,
  settings: Omit<WorkerSettings, 'proc' | 'executorID'>,
): WorkerBerth {
  let life = 0;
  const keepsItsId = random.chance(0.5);
  return new Restarting(() => {
    life += 1;
    const proc = `worker-${String(n)}-${String(life)}`;
    const executorID = keepsItsId ? { executorID: `soak-${String(n)}` } : {};
    return WorkerProcess.start(
      { ...settings, proc, ...executorID },
      { logFile: join(settings.folder, `worker-${String(n)}.log`) },
    );
  });
}
