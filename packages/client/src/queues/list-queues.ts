import { checkName, DbosdError } from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import { throughPages } from '../pages.js';
import { takeAbortOptions, type AbortOptions } from '../timeouts.js';
import { WorkflowQueue } from './workflow-queue.js';

const PAGE_SIZE = 1000;

/** The registered queues of these applications, and those without an application. Without names: all queues. */
export async function listQueues(
  connection: Connection,
  applicationNames: readonly string[],
  options: AbortOptions,
): Promise<WorkflowQueue[]> {
  const { signal } = takeAbortOptions(options);
  const names = applicationNames.map((name) => checkName('applicationName', name));
  const queues: WorkflowQueue[] = [];
  const pages = throughPages(async (pageToken) => {
    const page = await connection.call(
      'listQueues',
      { applicationNames: names, pageSize: PAGE_SIZE, pageToken },
      { isRepeatable: true, signal },
    );
    return { items: page.queues, nextPageToken: page.nextPageToken };
  });
  for await (const queue of pages) queues.push(new WorkflowQueue(connection, queue));
  return queues;
}

/** Reads a registered queue. Null if no queue has that name. */
export async function retrieveQueue(
  connection: Connection,
  name: string,
  options: AbortOptions,
): Promise<WorkflowQueue | null> {
  const { signal } = takeAbortOptions(options);
  try {
    const { queue } = await connection.call(
      'getQueue',
      { name: checkName('name', name) },
      { isRepeatable: true, signal },
    );
    return queue === null ? null : new WorkflowQueue(connection, queue);
  } catch (error) {
    if (error instanceof DbosdError && error.reason === 'QUEUE_NOT_FOUND') return null;
    throw error;
  }
}
