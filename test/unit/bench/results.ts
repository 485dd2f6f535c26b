import { latenciesOf, spreadOf } from '@dbosd/bench/measure/spread.js';
import type { Floors } from '@dbosd/bench/measure/floors.js';
import type { Figure, Result } from '@dbosd/bench/measure/result.js';

const PACE = { closedMs: 0.1, pacedMs: 0.4 };
export const FLOORS: Floors = {
  selectMs: 0.1,
  commitMs: 0.2,
  sharedCommitMs: 0.01,
  tcp: PACE,
  unary: PACE,
  bidi: PACE,
};

/** A figure whose rounds are 92, 100 and 110 % of `median`. */
export function figure(median: number, timesMs?: readonly number[]): Figure {
  const spread = spreadOf([median * 1.1, median, median * 0.92]);
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
