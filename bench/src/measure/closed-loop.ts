import { latenciesOf, type Latencies } from './spread.js';

/** What callers did who each begin their next operation when they have the answer to the last. */
export interface Sample {
  readonly operations: number;
  readonly ms: number;
  readonly perSecond: number;
  readonly latencies: Latencies;
}

export interface Load {
  readonly callers: number;
  /** How long operations are begun; those begun are awaited. */
  readonly ms: number;
}

/** `operation` is told who calls and how often that one has called before. */
export async function closedLoop(
  { callers, ms }: Load,
  operation: (caller: number, call: number) => Promise<unknown>,
): Promise<Sample> {
  const times: number[] = [];
  const begunMs = performance.now();
  const endMs = begunMs + ms;
  const call = async (caller: number): Promise<void> => {
    let nowMs = performance.now();
    for (let n = 0; nowMs < endMs; n += 1) {
      await operation(caller, n);
      const answeredMs = performance.now();
      times.push(answeredMs - nowMs);
      nowMs = answeredMs;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  return sampleOf(times, performance.now() - begunMs);
}

export function sampleOf(timesMs: readonly number[], ms: number): Sample {
  return {
    operations: timesMs.length,
    ms,
    perSecond: (timesMs.length * 1000) / ms,
    latencies: latenciesOf(timesMs),
  };
}
