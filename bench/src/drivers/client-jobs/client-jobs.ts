import type { BenchClient } from './bench-client.js';
import { enqueueJobs } from './enqueue.js';
import { eventJobs } from './events.js';
import { sendJobs } from './send.js';
import { storedJobs } from './stored.js';
import { streamJobs } from './streams.js';

/** All that a client's process can do. */
export type ClientJobs = ReturnType<typeof clientJobs>;

export function clientJobs(client: BenchClient) {
  return {
    ...sendJobs(client),
    ...enqueueJobs(client),
    ...eventJobs(client),
    ...streamJobs(client),
    ...storedJobs(client),
  };
}
