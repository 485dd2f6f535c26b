import { invalidField, MAX_PRIORITY, type contract } from '@dbosd/shared';
import type { QueueRateLimit, QueueSetting, QueueSettings } from '../../operations/operations.js';
import { checkQueue } from '../../model/queues.js';
import { contractName } from '../codec/message-codec.js';
import { checkRange } from './scalars.js';
import { decodeSpan } from './times.js';

/** How often workers look for work where the caller says nothing, as in DBOS. */
export const POLLING_INTERVAL_MS = 1000;

type Limits = Partial<Pick<QueueSettings, QueueSetting>>;

const SETTINGS: readonly QueueSetting[] = [
  'concurrency',
  'workerConcurrency',
  'rateLimit',
  'partitionConcurrency',
  'partitionWorkerConcurrency',
  'partitionRateLimit',
  'pollingIntervalMs',
];
const SETTING_OF_PATH = new Map(SETTINGS.map((setting) => [pathOf(setting), setting]));

// int4 in DBOS's table.
const MOST = MAX_PRIORITY;

/** The settings that an update mask names; absent: all. INVALID_FIELD for a path that is no setting. */
export function decodeMask(paths: readonly string[] | undefined): readonly QueueSetting[] | undefined {
  if (paths === undefined) return undefined;
  if (paths.length === 0) {
    throw invalidField('update_mask', 'names no setting: leave it out to change all of them');
  }
  return paths.map((path, index) => {
    const setting = SETTING_OF_PATH.get(path);
    if (setting !== undefined) return setting;
    throw invalidField(
      `update_mask.paths[${String(index)}]`,
      `is no setting of a queue: name some of ${[...SETTING_OF_PATH.keys()].join(', ')}`,
    );
  });
}

/** The settings of a queue, of which only `only` count; checked one by one and against each other. */
export function decodeLimits(
  queue: contract.Queue__Output,
  only: readonly QueueSetting[] | undefined,
): Limits {
  const counts = new Set(only ?? SETTINGS);
  const limits: Limits = Object.fromEntries(
    [...counts].flatMap((setting) => {
      const value = decodeSetting(queue, setting);
      return value === undefined ? [] : [[setting, value]];
    }),
  );
  checkQueue(limits);
  return limits;
}

function decodeSetting(
  queue: contract.Queue__Output,
  setting: QueueSetting,
): number | QueueRateLimit | undefined {
  const field = `queue.${pathOf(setting)}`;
  switch (setting) {
    case 'concurrency':
    case 'workerConcurrency':
      return atLeast(field, queue[setting], 0);
    case 'partitionConcurrency':
    case 'partitionWorkerConcurrency':
      return atLeast(field, queue[setting], 1);
    case 'rateLimit':
    case 'partitionRateLimit':
      return decodeRate(field, queue[setting]);
    case 'pollingIntervalMs':
      return decodeSpan(field, queue.pollingInterval, 1);
  }
}

function atLeast(field: string, value: number | undefined, least: number): number | undefined {
  return value === undefined ? undefined : checkRange(field, value, [least, MOST]);
}

function decodeRate(
  field: string,
  rate: contract.QueueRateLimit__Output | null | undefined,
): QueueRateLimit | undefined {
  if (rate === undefined || rate === null) return undefined;
  const periodMs = decodeSpan(`${field}.period`, rate.period, 1);
  if (periodMs === undefined)
    throw invalidField(`${field}.period`, 'is missing: give the period of the limit');
  return { limit: checkRange(`${field}.limit`, rate.limit, [0, MOST]), periodMs };
}

function pathOf(setting: QueueSetting): string {
  return setting === 'pollingIntervalMs' ? 'polling_interval' : contractName(setting);
}
