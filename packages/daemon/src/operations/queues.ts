import { invalidField } from '@dbosd/shared';
import { queueNotFound } from '../model/failures.js';
import {
  checkQueue,
  type ListQueuesQuery,
  type QueueSettings,
  type UpsertQueueCommand,
} from '../model/queues.js';
import type { DeleteQueueCommand } from '../model/management.js';
import type { Page } from '../model/values.js';
import type { Queryable } from '../store/database.js';
import {
  deleteQueue as removeQueue,
  listQueues as readList,
  lockQueue,
  readQueue,
  insertQueue,
  updateQueue,
} from '../store/queries/queues/queue-rows.js';
import type { Store } from '../store/store.js';
import { writeOnce, type WriteOptions } from './write-once.js';

export interface QueueOptions extends WriteOptions {
  readonly store: Store;
}

/** A registered queue's settings. Fails with QUEUE_NOT_FOUND. */
export async function getQueue({ store }: QueueOptions, name: string): Promise<QueueSettings> {
  const queue = await readQueue(store.read, name);
  if (queue === undefined) throw queueNotFound(name);
  return queue;
}

/** A page of the registered queues. */
export function listQueues(
  { store }: QueueOptions,
  query: ListQueuesQuery,
): Promise<Page<QueueSettings, string>> {
  return readList(store.read, query);
}

/** Registers a queue, or changes a registered one. A queue that another application owns is refused. */
export function upsertQueue(
  deps: WriteOptions,
  command: UpsertQueueCommand,
): Promise<{ queue: QueueSettings; created: boolean }> {
  return writeOnce(deps, {
    method: 'UpsertQueue',
    command,
    tables: ['queues'],
    effect: async (tx) => {
      if (command.only === undefined && (await insertQueue(tx, command.queue))) {
        return { queue: command.queue, created: true };
      }
      return { queue: await change(tx, command), created: false };
    },
  });
}

/** Removes a queue; what waits on it is left where it is. */
export function deleteQueue(deps: WriteOptions, command: DeleteQueueCommand): Promise<{ deleted: boolean }> {
  return writeOnce(deps, {
    method: 'DeleteQueue',
    command,
    tables: ['queues'],
    effect: async (tx) => ({ deleted: await removeQueue(tx, command.name) }),
  });
}

async function change(
  tx: Queryable,
  { queue, only, updateExisting }: UpsertQueueCommand,
): Promise<QueueSettings> {
  const stored = await lockQueue(tx, queue.name);
  if (stored === undefined) throw queueNotFound(queue.name);
  const owner = ownerOf(stored, queue);
  if (only === undefined && !updateExisting) return stored;
  const changed = only === undefined ? withOwner(queue, owner) : withOwner(merge(stored, queue, only), owner);
  checkQueue(changed);
  await updateQueue(tx, changed);
  return changed;
}

/** A queue without an application belongs to the first caller that names one. */
function ownerOf(stored: QueueSettings, wanted: QueueSettings): string | undefined {
  const owner = stored.applicationName ?? wanted.applicationName;
  if (wanted.applicationName !== undefined && wanted.applicationName !== owner) {
    throw invalidField(
      'queue.application_name',
      `is ${wanted.applicationName}, but queue ${stored.name} belongs to ${owner ?? 'no application'}: choose another queue name`,
    );
  }
  return owner;
}

function withOwner(
  { applicationName: _replaced, ...queue }: QueueSettings,
  owner: string | undefined,
): QueueSettings {
  return owner === undefined ? queue : { ...queue, applicationName: owner };
}

function merge(
  stored: QueueSettings,
  wanted: QueueSettings,
  only: NonNullable<UpsertQueueCommand['only']>,
): QueueSettings {
  const kept = Object.entries(stored).filter(([name]) => !(only as readonly string[]).includes(name));
  const changed = Object.entries(wanted).filter(([name]) => (only as readonly string[]).includes(name));
  return { ...(Object.fromEntries([...kept, ...changed]) as unknown as QueueSettings), name: stored.name };
}
