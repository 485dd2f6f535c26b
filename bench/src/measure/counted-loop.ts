import { sampleOf, type Sample } from './closed-loop.js';

export interface CountedLoad {
  readonly callers: number;
  /** Of all callers, at most. */
  readonly operations: number;
  /** How long operations are begun. Absent: until all are done. */
  readonly ms?: number;
}

/** As a closed loop, for so many operations; `operation` is told which one it is. */
export async function countedLoop(
  { callers, operations, ms = Number.POSITIVE_INFINITY }: CountedLoad,
  operation: (n: number) => Promise<unknown>,
): Promise<Sample> {
  const times: number[] = [];
  const begunMs = performance.now();
  let next = 0;
  const call = async (): Promise<void> => {
    while (next < operations && performance.now() - begunMs < ms) {
      const startedMs = performance.now();
      await operation(next++);
      times.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  return sampleOf(times, performance.now() - begunMs);
}
