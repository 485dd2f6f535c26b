import {
  checkNewQueueName,
  durationToMs,
  invalidField,
  MAX_PRIORITY,
  msToDuration,
  type contract,
} from '@dbosd/shared';
import { checkOptions, checkWhole, type OptionNames } from '../options.js';
import { checkMs } from '../timeouts.js';

/** A limit on how many workflows start in a period. */
export interface QueueRateLimit {
  /** The maximum number of starts in a period. */
  limitPerPeriod: number;
  periodSec: number;
}

/** A queue's settings, named as DBOS names them. Absent: no limit. */
export interface QueueParameters {
  /** How many of its workflows run at once in one process. */
  workerConcurrency?: number;
  /** How many run at once in total. */
  globalConcurrency?: number;
  /** How fast they are started. */
  rateLimit?: QueueRateLimit;
  /** How many run at once in each partition. Any limit of partitions makes the queue a partitioned one. */
  partitionConcurrency?: number;
  /** How many run at once in each partition in one process. */
  partitionWorkerConcurrency?: number;
  /** How fast they are started in each partition. */
  partitionRateLimit?: QueueRateLimit;
  /** How often workers poll for work. Absent: 1,000. */
  minPollingIntervalMs?: number;
  /** @deprecated Use `globalConcurrency`. */
  concurrency?: number;
}

/** A queue's settings as one record. `concurrency` is the total limit. Undefined means no limit. */
export interface QueueSettings {
  readonly concurrency: number | undefined;
  readonly workerConcurrency: number | undefined;
  readonly rateLimit: QueueRateLimit | undefined;
  readonly partitionConcurrency: number | undefined;
  readonly partitionWorkerConcurrency: number | undefined;
  readonly partitionRateLimit: QueueRateLimit | undefined;
  readonly minPollingIntervalMs: number | undefined;
}

/** The settings of a registration. Throws INVALID_FIELD for a name or settings that DBOS refuses. */
export function settingsOf(name: string, given: QueueParameters): QueueSettings {
  checkNewQueueName('name', name);
  // DBOS still accepts the old name of the limit.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const { concurrency: oldName, globalConcurrency } = given;
  if (oldName !== undefined && globalConcurrency !== undefined) {
    throw invalidField('concurrency', 'is the old name of globalConcurrency: give one of them');
  }
  // Reported under the name that the caller used.
  checkCount('globalConcurrency', globalConcurrency, 0);
  const settings = {
    concurrency: globalConcurrency ?? oldName,
    workerConcurrency: given.workerConcurrency,
    rateLimit: given.rateLimit,
    partitionConcurrency: given.partitionConcurrency,
    partitionWorkerConcurrency: given.partitionWorkerConcurrency,
    partitionRateLimit: given.partitionRateLimit,
    minPollingIntervalMs: given.minPollingIntervalMs,
  };
  checkSettings(settings);
  return settings;
}

/** Checks that settings are possible and do not contradict each other. Throws INVALID_FIELD. */
export function checkSettings(settings: QueueSettings): void {
  for (const field of ['concurrency', 'workerConcurrency'] as const) checkCount(field, settings[field], 0);
  for (const field of ['partitionConcurrency', 'partitionWorkerConcurrency'] as const) {
    checkCount(field, settings[field], 1);
  }
  for (const field of ['rateLimit', 'partitionRateLimit'] as const) checkRateLimit(field, settings[field]);
  const { minPollingIntervalMs } = settings;
  if (minPollingIntervalMs !== undefined) checkMs('minPollingIntervalMs', minPollingIntervalMs);
  for (const [narrow, wide] of NO_WIDER_THAN) checkNoWider(settings, narrow, wide);
}

// A narrow limit above a wider one could never be reached, so DBOS refuses the pair.
const NO_WIDER_THAN = [
  ['workerConcurrency', 'concurrency'],
  ['partitionConcurrency', 'concurrency'],
  ['partitionWorkerConcurrency', 'concurrency'],
  ['partitionWorkerConcurrency', 'workerConcurrency'],
  ['partitionWorkerConcurrency', 'partitionConcurrency'],
] as const;

type Limit = (typeof NO_WIDER_THAN)[number][number];

function checkNoWider(settings: QueueSettings, narrow: Limit, wide: Limit): void {
  const [low, high] = [settings[narrow], settings[wide]];
  if (low === undefined || high === undefined || low <= high) return;
  throw invalidField(
    narrow,
    `is ${String(low)}, more than ${wide} (${String(high)}): lower it, or raise the other`,
  );
}

// The columns are int4.
const MOST = MAX_PRIORITY;

function checkCount(field: string, count: number | undefined, least: number): void {
  if (count !== undefined) checkWhole(field, count, [least, MOST]);
}

const RATE_LIMIT: OptionNames<QueueRateLimit> = { limitPerPeriod: true, periodSec: true };

function checkRateLimit(field: string, limit: QueueRateLimit | undefined): void {
  if (limit === undefined) return;
  checkOptions(field, limit, RATE_LIMIT);
  checkCount(`${field}.limitPerPeriod`, (limit as Partial<QueueRateLimit>).limitPerPeriod ?? NaN, 0);
  checkMs(`${field}.periodSec`, limit.periodSec, 1000);
}

/** The settings in wire form. */
export function settingsToWire(settings: QueueSettings): Partial<contract.Queue> {
  const { concurrency, workerConcurrency, partitionConcurrency, partitionWorkerConcurrency } = settings;
  return {
    concurrency,
    workerConcurrency,
    partitionConcurrency,
    partitionWorkerConcurrency,
    rateLimit: settings.rateLimit === undefined ? undefined : rateToWire(settings.rateLimit),
    partitionRateLimit:
      settings.partitionRateLimit === undefined ? undefined : rateToWire(settings.partitionRateLimit),
    pollingInterval:
      settings.minPollingIntervalMs === undefined ? undefined : msToDuration(settings.minPollingIntervalMs),
  };
}

/** The settings of a stored queue. */
export function settingsFromWire(queue: contract.Queue__Output): QueueSettings {
  return {
    concurrency: queue.concurrency,
    workerConcurrency: queue.workerConcurrency,
    rateLimit: rateFromWire(queue.rateLimit),
    partitionConcurrency: queue.partitionConcurrency,
    partitionWorkerConcurrency: queue.partitionWorkerConcurrency,
    partitionRateLimit: rateFromWire(queue.partitionRateLimit),
    minPollingIntervalMs: queue.pollingInterval === null ? undefined : durationToMs(queue.pollingInterval),
  };
}

function rateToWire({ limitPerPeriod, periodSec }: QueueRateLimit): contract.QueueRateLimit {
  return { limit: limitPerPeriod, period: msToDuration(periodSec * 1000) };
}

function rateFromWire(limit: contract.QueueRateLimit__Output | null): QueueRateLimit | undefined {
  if (limit === null || limit.period === null) return undefined;
  return { limitPerPeriod: limit.limit, periodSec: durationToMs(limit.period) / 1000 };
}
