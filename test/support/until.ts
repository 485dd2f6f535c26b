import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves as soon as the fact holds; mocha's timeout is the limit. For facts that nobody announces. */
export async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fact())) await sleep(5);
}
