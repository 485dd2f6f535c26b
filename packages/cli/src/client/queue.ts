import type { QueueRateLimit, RegisterQueueOptions, WorkflowQueue } from '@dbosd/client';
import { CommandError, EXIT, type ExitCode } from '../errors.js';
import { QUEUES } from '../views/queues.js';
import { confirm, type ClientSurroundings } from './with-client.js';
import { listOrWatch, type WatchGiven } from './watching.js';

interface RegisterQueueGiven {
  readonly name: string;
  readonly app?: string;
  readonly concurrency?: number;
  readonly workerConcurrency?: number;
  readonly rate?: QueueRateLimit;
  readonly partitionConcurrency?: number;
  readonly partitionWorkerConcurrency?: number;
  readonly partitionRate?: QueueRateLimit;
  readonly pollingInterval?: number;
  readonly keep?: boolean;
}

/** `dbosd queue register`: prints the queue as it is now. */
export async function registerQueue(
  given: RegisterQueueGiven,
  { client, output, signal }: ClientSurroundings,
): Promise<ExitCode> {
  const fields = {
    applicationName: given.app,
    globalConcurrency: given.concurrency,
    workerConcurrency: given.workerConcurrency,
    rateLimit: given.rate,
    partitionConcurrency: given.partitionConcurrency,
    partitionWorkerConcurrency: given.partitionWorkerConcurrency,
    partitionRateLimit: given.partitionRate,
    minPollingIntervalMs: given.pollingInterval,
    onConflict: given.keep === true ? ('never_update' as const) : undefined,
  };
  const options = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const queue = await client.registerQueue(given.name, { ...(options as RegisterQueueOptions), signal });
  await output.one(queue, QUEUES);
  return EXIT.ok;
}

interface QueueGiven {
  readonly name: string;
}

/** `dbosd queue get` */
export async function getQueue({ name }: QueueGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  await surroundings.output.one(await requireQueue(name, surroundings), QUEUES);
  return EXIT.ok;
}

interface ListQueuesGiven extends WatchGiven {
  readonly app?: readonly string[];
}

/** `dbosd queue list` */
export function listQueues(given: ListQueuesGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, signal } = surroundings;
  const read = (): Promise<WorkflowQueue[]> => client.listQueues([...(given.app ?? [])], { signal });
  return listOrWatch(given, { view: QUEUES, read }, surroundings);
}

interface DeleteQueueGiven extends QueueGiven {
  readonly yes?: boolean;
}

/** `dbosd queue delete`: asks first, on a terminal. */
export async function deleteQueue(
  given: DeleteQueueGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { client, output, signal } = surroundings;
  const { name, yes: isSure = false } = given;
  await requireQueue(name, surroundings);
  await confirm(`Delete queue ${name}? What waits on it stays, and is not begun.`, isSure, surroundings);
  await client.deleteQueue(name, { signal });
  if (output.format === 'table') await output.line(`${name} deleted`);
  else await output.value({ name, deleted: true });
  return EXIT.ok;
}

async function requireQueue(name: string, { client, signal }: ClientSurroundings): Promise<WorkflowQueue> {
  const queue = await client.retrieveQueue(name, { signal });
  if (queue !== null) return queue;
  throw new CommandError(`there is no queue ${name}: "dbosd queue list" lists the queues`, EXIT.notFound);
}
