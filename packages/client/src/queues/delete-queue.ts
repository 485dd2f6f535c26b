import { randomUUID } from 'node:crypto';
import { checkName } from '@dbosd/shared';
import { takeAbortOptions, type AbortOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';

/** Removes a queue, if it is there; what waits on it is left where it is. */
export async function deleteQueue(
  connection: Connection,
  name: string,
  options: AbortOptions,
): Promise<void> {
  const { signal } = takeAbortOptions(options);
  const request = { name: checkName('name', name), requestId: randomUUID() };
  await connection.call('deleteQueue', request, { isRepeatable: true, signal });
}
