import { checkName, checkNewQueueName, invalidField, msToDuration, type contract } from '@dbosd/shared';
import type { Operations, QueueSettings, UpsertQueueCommand } from '../../operations/operations.js';
import { checkEnum, checkPageSize, decodeRequestId } from '../fields/scalars.js';
import { decodeNames } from '../fields/lists.js';
import { decodePageToken, encodePageToken, isTextCursor } from '../fields/page-token.js';
import { decodeLimits, decodeMask, POLLING_INTERVAL_MS } from '../fields/queue-settings.js';
import { change, read, type MethodEnvironment, type MethodTable } from './method.js';

/** QueueService. */
export function queueMethods({ operations }: MethodEnvironment): MethodTable {
  return {
    upsertQueue: change(async (request: contract.UpsertQueueRequest__Output) => {
      const { queue, created } = await operations.upsertQueue(decodeUpsert(request));
      return { queue: encodeQueue(queue), created } satisfies contract.UpsertQueueResponse;
    }),
    deleteQueue: change(
      async (request: contract.DeleteQueueRequest__Output): Promise<contract.DeleteQueueResponse> =>
        operations.deleteQueue({
          name: checkName('name', request.name),
          ...decodeRequestId(request.requestId),
        }),
    ),
    getQueue: read(async (request: contract.GetQueueRequest__Output) => {
      const queue = await operations.getQueue(checkName('name', request.name));
      return { queue: encodeQueue(queue) } satisfies contract.GetQueueResponse;
    }),
    listQueues: read((request: contract.ListQueuesRequest__Output) => listQueues(operations, request)),
  };
}

function decodeUpsert(request: contract.UpsertQueueRequest__Output): UpsertQueueCommand {
  const { queue } = request;
  if (queue === null) throw invalidField('queue', 'is missing: give the queue to register');
  const policy = checkEnum('conflict_policy', request.conflictPolicy);
  const only = decodeMask(request.updateMask?.paths);
  const { applicationName } = queue;
  return {
    queue: {
      name: checkNewQueueName('queue.name', queue.name),
      applicationName:
        applicationName === undefined ? undefined : checkName('queue.application_name', applicationName),
      pollingIntervalMs: POLLING_INTERVAL_MS,
      ...decodeLimits(queue, only),
    },
    updateExisting: policy !== 'QUEUE_CONFLICT_POLICY_NEVER_UPDATE',
    only,
    ...decodeRequestId(request.requestId),
  };
}

async function listQueues(
  operations: Operations,
  request: contract.ListQueuesRequest__Output,
): Promise<contract.ListQueuesResponse> {
  const applicationNames = decodeNames('application_names', request.applicationNames);
  const pageSize = checkPageSize(request.pageSize);
  const binding = { method: 'ListQueues', filters: applicationNames ?? [] };
  const after = decodePageToken(binding, request.pageToken, isTextCursor);
  const page = await operations.listQueues({
    pageSize,
    applicationNames,
    after,
  });
  return { queues: page.items.map(encodeQueue), nextPageToken: encodePageToken(binding, page.next) };
}

function encodeQueue(queue: QueueSettings): contract.Queue {
  const { rateLimit, partitionRateLimit, pollingIntervalMs, ...same } = queue;
  return {
    ...same,
    rateLimit: encodeRate(rateLimit),
    partitionRateLimit: encodeRate(partitionRateLimit),
    pollingInterval: msToDuration(pollingIntervalMs),
  };
}

function encodeRate(rate: QueueSettings['rateLimit']): contract.QueueRateLimit | null {
  return rate === undefined ? null : { limit: rate.limit, period: msToDuration(rate.periodMs) };
}
