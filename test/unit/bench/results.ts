import { latenciesOf, spreadOf } from '@dbosd/bench/measure/spread.js';
import type { Figure, Result } from '@dbosd/bench/measure/result.js';

/** A figure whose rounds are 90, 100 and 120 % of `median`. */
export function figure(median: number, timesMs?: readonly number[]): Figure {
  const spread = spreadOf([median * 1.2, median, median * 0.9]);
  return timesMs === undefined ? { spread } : { spread, latencies: latenciesOf(timesMs) };
}

export function result(parts: Partial<Result> = {}): Result {
  return {
    work: 'send, 256 callers at once',
    setting: 'one client, 64 destinations, 100 bytes',
    unit: 'messages/s',
    figures: { dbosd: figure(20_000), dbos: figure(2000) },
    targets: [],
    ...parts,
  };
}
