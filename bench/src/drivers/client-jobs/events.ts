import { wallClockMs } from '../wall-clock.js';
import type { BenchClient } from './bench-client.js';

const HOUR_SECONDS = 3600;

export interface GetEventArgs {
  readonly workflowId: string;
  readonly key: string;
  readonly pollingIntervalMs: number | undefined;
}

export function eventJobs(client: BenchClient) {
  return {
    /** Waits for an event. Returns when the caller had it. */
    getEvent: async ({ workflowId, key, pollingIntervalMs }: GetEventArgs): Promise<number> => {
      const value = await client.getEvent(
        workflowId,
        key,
        pollingIntervalMs === undefined ? {} : { pollingIntervalMs },
      );
      const answeredAtMs = wallClockMs();
      if (value === null) throw new Error(`the event ${key} of ${workflowId} did not come in time`);
      return answeredAtMs;
    },
    /** One caller for each workflow begins to wait for what never comes. Returns before it waits. */
    waitForNothing: (workflowIds: readonly string[]): Promise<void> => {
      for (const workflowId of workflowIds) {
        // The process ends before the wait.
        void client.getEvent(workflowId, 'bench', HOUR_SECONDS).catch(() => undefined);
      }
      return Promise.resolve();
    },
  };
}
