export interface QueueRateLimit {
  readonly limit: number;
  readonly periodMs: number;
}
/** Absent limits: none. */
export interface QueueSettings {
  readonly name: string;
  readonly applicationName?: string;
  readonly concurrency?: number;
  readonly workerConcurrency?: number;
  readonly rateLimit?: QueueRateLimit;
  readonly partitionConcurrency?: number;
  readonly partitionWorkerConcurrency?: number;
  readonly partitionRateLimit?: QueueRateLimit;
  readonly pollingIntervalMs: number;
}
export type QueueSetting = Exclude<keyof QueueSettings, 'name' | 'applicationName'>;
export interface UpsertQueueCommand {
  /** Makes a repeat safe (operations/write-once.ts). */
  readonly requestId?: string;
  readonly queue: QueueSettings;
  readonly updateExisting: boolean;
  /** Only these settings of a registered queue. Absent: all, and the queue is registered if it is not. */
  readonly only?: readonly QueueSetting[];
}
export interface ListQueuesQuery {
  /** Those of these applications and those of none. Absent: all. */
  readonly applicationNames?: readonly string[];
  readonly pageSize: number;
  /** The last name of the page before. */
  readonly after?: string;
}
