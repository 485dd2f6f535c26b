import type { Load, Sample } from '../measure/closed-loop.js';
import type { AppJobs } from './app-jobs/app-jobs.js';
import type { ClientJobs } from './client-jobs/client-jobs.js';

/** What `bench/restate/main.mjs` can do; what others do as well has the same name and arguments. */
export type RestateJobs = Pick<ClientJobs, 'send'> &
  Pick<AppJobs, 'write' | 'startAndFinish'> & {
    /** Workflows that wait, to send to. Returns their keys. */
    startMailboxes(args: { readonly count: number }): Promise<string[]>;
    /** Before each `sendToAwakeables`. */
    startAwakeables(args: { readonly count: number; readonly each: number }): Promise<void>;
    sendToAwakeables(load: Load): Promise<Sample>;
    /** The latencies are those from sending until the waiting workflow has answered. */
    answer(load: Load): Promise<Sample>;
  };
