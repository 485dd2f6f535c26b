import type { BenchDBOS } from './bench-dbos.js';
import { puppetJobs } from './puppets.js';
import { receiverJobs } from './receiver.js';
import { writerJobs } from './writer.js';
import { writeJobs } from './writes.js';

/** All that an application's process can do. */
export type AppJobs = ReturnType<typeof appJobs>;

/** Registers the workflows, so it must be called before the launch. */
export function appJobs(DBOS: BenchDBOS) {
  return { ...writeJobs(DBOS), ...writerJobs(DBOS), ...receiverJobs(DBOS), ...puppetJobs(DBOS) };
}
