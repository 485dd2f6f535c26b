import { randomUUID } from 'node:crypto';
import { DbosdError, type contract } from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import {
  checkSettings,
  settingsFromWire,
  settingsToWire,
  type QueueRateLimit,
  type QueueSettings,
} from './queue-parameters.js';

/**
 * A registered queue. Its fields hold the values that were read last and may be stale. A `get` asks the daemon; a `set`
 * checks the new value against the stored settings and writes it. (Concurrent sets are not checked against each other.)
 */
export class WorkflowQueue {
  readonly name: string;
  /** How many of its workflows run at once in total. */
  concurrency?: number;
  rateLimit?: QueueRateLimit;
  workerConcurrency?: number;
  partitionConcurrency?: number;
  partitionWorkerConcurrency?: number;
  partitionRateLimit?: QueueRateLimit;
  minPollingIntervalMs?: number;
  /** The application that owns it. Absent: none. */
  applicationName?: string;
  /** The queue is stored in the database and can be changed. */
  readonly databaseBacked: boolean = true;
  /** The queue is read and written through a client. */
  readonly clientBound: boolean = true;
  #connectionOf: () => Connection;

  constructor(connection: Connection, stored: contract.Queue__Output) {
    this.#connectionOf = () => connection;
    this.name = stored.name;
    this.#apply(stored);
  }

  /**
   * Makes a queue look up its connection at each call. For `@dbosd/worker`, whose queues outlive a launch.
   * @internal
   */
  static connect(queue: WorkflowQueue, connectionOf: () => Connection): WorkflowQueue {
    queue.#connectionOf = connectionOf;
    return queue;
  }

  /** @deprecated Use `setGlobalConcurrency`. */
  setConcurrency(value: number | undefined): Promise<void> {
    return this.setGlobalConcurrency(value);
  }

  setGlobalConcurrency(value: number | undefined): Promise<void> {
    return this.#set('concurrency', 'concurrency', value);
  }

  setWorkerConcurrency(value: number | undefined): Promise<void> {
    return this.#set('workerConcurrency', 'worker_concurrency', value);
  }

  setRateLimit(value: QueueRateLimit | undefined): Promise<void> {
    return this.#set('rateLimit', 'rate_limit', value);
  }

  setPartitionConcurrency(value: number | undefined): Promise<void> {
    return this.#set('partitionConcurrency', 'partition_concurrency', value);
  }

  setPartitionWorkerConcurrency(value: number | undefined): Promise<void> {
    return this.#set('partitionWorkerConcurrency', 'partition_worker_concurrency', value);
  }

  setPartitionRateLimit(value: QueueRateLimit | undefined): Promise<void> {
    return this.#set('partitionRateLimit', 'partition_rate_limit', value);
  }

  setMinPollingIntervalMs(value: number): Promise<void> {
    return this.#set('minPollingIntervalMs', 'polling_interval', value);
  }

  /** @deprecated Use `getGlobalConcurrency`. */
  getConcurrency(): Promise<number | undefined> {
    return this.getGlobalConcurrency();
  }

  async getGlobalConcurrency(): Promise<number | undefined> {
    return (await this.#stored()).concurrency;
  }

  async getWorkerConcurrency(): Promise<number | undefined> {
    return (await this.#stored()).workerConcurrency;
  }

  async getRateLimit(): Promise<QueueRateLimit | undefined> {
    return (await this.#stored()).rateLimit;
  }

  async getPartitionConcurrency(): Promise<number | undefined> {
    return (await this.#stored()).partitionConcurrency;
  }

  async getPartitionWorkerConcurrency(): Promise<number | undefined> {
    return (await this.#stored()).partitionWorkerConcurrency;
  }

  async getPartitionRateLimit(): Promise<QueueRateLimit | undefined> {
    return (await this.#stored()).partitionRateLimit;
  }

  async getMinPollingIntervalMs(): Promise<number | undefined> {
    return (await this.#stored()).minPollingIntervalMs;
  }

  async #set<K extends keyof QueueSettings>(
    setting: K,
    path: string,
    value: QueueSettings[K],
  ): Promise<void> {
    const settings = { ...(await this.#stored()), [setting]: value };
    checkSettings(settings);
    const { queue } = await this.#connectionOf().call(
      'upsertQueue',
      {
        queue: { name: this.name, ...settingsToWire(settings) },
        updateMask: { paths: [path] },
        requestId: randomUUID(),
      },
      { isRepeatable: true },
    );
    if (queue !== null) this.#apply(queue);
  }

  async #stored(): Promise<QueueSettings> {
    const { queue } = await this.#connectionOf().call(
      'getQueue',
      { name: this.name },
      { isRepeatable: true },
    );
    if (queue === null) {
      throw new DbosdError({
        reason: 'QUEUE_NOT_FOUND',
        message: `queue ${this.name} is gone: register it again`,
      });
    }
    return this.#apply(queue);
  }

  #apply(stored: contract.Queue__Output): QueueSettings {
    const settings = settingsFromWire(stored);
    const fields = { ...settings, applicationName: stored.applicationName };
    for (const [field, value] of Object.entries(fields)) Object.assign(this, { [field]: value });
    return settings;
  }
}
