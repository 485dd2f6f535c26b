import { randomUUID } from 'node:crypto';
import { checkName, DbosdError, invalidField } from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import { checkChoice, type OptionNames, takeOptions } from '../options.js';
import { throughPages } from '../pages.js';
import { type AbortOptions, takeAbortOptions } from '../timeouts.js';
import { type QueueParameters, settingsOf, settingsToWire } from './queue-parameters.js';
import { WorkflowQueue } from './workflow-queue.js';

/** What to do if the queue is already registered. A client has no version, so it cannot compare versions. */
export type QueueConflictResolution = 'update_if_latest_version' | 'always_update' | 'never_update';

export interface RegisterQueueOptions extends QueueParameters, AbortOptions {
  /** Absent: `always_update`. */
  onConflict?: QueueConflictResolution;
  /** The application that owns it. Absent: the client's application. */
  applicationName?: string;
}

const OPTIONS: OptionNames<RegisterQueueOptions> = {
  workerConcurrency: true,
  globalConcurrency: true,
  rateLimit: true,
  partitionConcurrency: true,
  partitionWorkerConcurrency: true,
  partitionRateLimit: true,
  minPollingIntervalMs: true,
  concurrency: true,
  onConflict: true,
  applicationName: true,
  signal: true,
};

/** Registers a queue, or changes the settings of a registered one. A queue of another application is refused. */
export async function registerQueue(
  connection: Connection,
  name: string,
  options: RegisterQueueOptions,
): Promise<WorkflowQueue> {
  const taken = takeOptions('options', options, OPTIONS);
  const { onConflict = 'always_update', applicationName, signal, ...parameters } = taken;
  checkChoice('options.onConflict', onConflict, [
    'update_if_latest_version',
    'always_update',
    'never_update',
  ]);
  if (onConflict === 'update_if_latest_version') {
    throw invalidField(
      'onConflict',
      'is update_if_latest_version, but a client has no version: choose another',
    );
  }
  const settings = settingsToWire(settingsOf(name, parameters));
  const { queue } = await connection.call(
    'upsertQueue',
    {
      queue: {
        name,
        applicationName:
          applicationName === undefined ? undefined : checkName('applicationName', applicationName),
        ...settings,
      },
      conflictPolicy:
        onConflict === 'never_update'
          ? 'QUEUE_CONFLICT_POLICY_NEVER_UPDATE'
          : 'QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE',
      requestId: randomUUID(),
    },
    { isRepeatable: true, signal },
  );
  if (queue !== null) return new WorkflowQueue(connection, queue);
  throw new DbosdError({ reason: 'QUEUE_NOT_FOUND', message: `queue ${name} is gone: register it again` });
}

/** Removes a queue if it exists. Workflows that wait on it are left unchanged. */
export async function deleteQueue(
  connection: Connection,
  name: string,
  options: AbortOptions,
): Promise<void> {
  const { signal } = takeAbortOptions(options);
  const request = { name: checkName('name', name), requestId: randomUUID() };
  await connection.call('deleteQueue', request, { isRepeatable: true, signal });
}

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
