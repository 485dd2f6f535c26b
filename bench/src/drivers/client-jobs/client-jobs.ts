import type { BenchClient } from './bench-client.js';
import { sendJobs } from './send.js';
import { storedJobs } from './stored.js';

/** All that a client's process can do. */
export type ClientJobs = ReturnType<typeof clientJobs>;

export function clientJobs(client: BenchClient) {
  return { ...sendJobs(client), ...storedJobs(client) };
}
