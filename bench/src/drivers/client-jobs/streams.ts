import { wallClockMs } from '../wall-clock.js';
import type { BenchClient } from './bench-client.js';

export interface StreamArgs {
  readonly workflowId: string;
  readonly key: string;
}

export interface TailArgs extends StreamArgs {
  readonly values: number;
  readonly pollingIntervalMs: number | undefined;
}

export interface ReadersArgs extends StreamArgs {
  readonly readers: number;
  /** For each reader. */
  readonly values: number;
}

export interface ReplayArgs extends StreamArgs {
  readonly ms: number;
}

export function streamJobs(client: BenchClient) {
  return {
    /** Reads a stream from its beginning to its end, again and again for so long. Returns values per second. */
    replay: async ({ workflowId, key, ms }: ReplayArgs): Promise<number> => {
      const begunMs = performance.now();
      let values = 0;
      do {
        for await (const value of client.readStream(workflowId, key)) if (value !== undefined) values += 1;
      } while (performance.now() - begunMs < ms);
      return (values * 1000) / (performance.now() - begunMs);
    },
    /** Reads so many values. Returns when the reader had each. */
    tail: async ({ workflowId, key, values, pollingIntervalMs }: TailArgs): Promise<number[]> => {
      const arrivedAtMs: number[] = [];
      const options = pollingIntervalMs === undefined ? {} : { pollingIntervalMs };
      for await (const value of client.readStream(workflowId, key, options)) {
        if (value !== undefined) arrivedAtMs.push(wallClockMs());
        if (arrivedAtMs.length === values) break;
      }
      return arrivedAtMs;
    },
    /** Many readers of one stream. Returns when the last of them had its last value. */
    readTogether: async ({ workflowId, key, readers, values }: ReadersArgs): Promise<number> => {
      const read = async (): Promise<void> => {
        let left = values;
        for await (const value of client.readStream(workflowId, key)) {
          if (value !== undefined) left -= 1;
          if (left === 0) return;
        }
        throw new Error(`the stream ended ${String(left)} values early`);
      };
      await Promise.all(Array.from({ length: readers }, read));
      return wallClockMs();
    },
  };
}
