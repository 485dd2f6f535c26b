import {
  type DBOSClient,
  type EnqueueOptions,
  type QueueParameters,
  DbosdError,
  DBOSStreamTimeoutError,
  WaitTimeoutError,
} from '@dbosd/client';
import { collect } from '../collect.js';
import type {
  Change,
  Enqueue,
  ListedMessage,
  ListRules,
  Outcome,
  Position,
  QueueFacts,
  QueueLimits,
  Result,
  StreamItem,
  Surface,
  WorkflowFacts,
} from './surface.js';

/** DBOSClient, as callers use it. */
export function clientSurface(client: DBOSClient): Surface {
  return {
    name: 'DBOSClient',
    send: ({ to, message, topic, idempotencyKey }, rules) =>
      client.send(to, message, topic, idempotencyKey, rules),
    sendBatch: async (messages, rules) => {
      const given = messages.map(({ to, ...rest }) => ({ destinationID: to, ...rest }));
      return (await client.sendBatch(given, rules)).map((outcome): Outcome =>
        outcome.ok
          ? { messageId: outcome.messageID, duplicate: outcome.duplicate, differs: outcome.differs }
          : { refused: outcome.error.reason },
      );
    },
    listMessages: (workflowId, rules) => listMessages(client, workflowId, rules),
    getEvent: async (workflowId, key, timeoutMs, signal) =>
      (await client.getEvent(workflowId, key, {
        timeoutSeconds: timeoutMs / 1000,
        ...(signal && { signal }),
      })) ?? undefined,
    listEvents: async (workflowId) => ({ ...(await client.getAllEvents(workflowId)) }),
    watchEvents: (workflowId, keys) => watchEvents(client, workflowId, keys),
    readStream: (workflowId, key, position) => readStream(client, { workflowId, key }, position),
    readStreamOffset: (workflowId, key, offset, timeoutMs) =>
      readStreamOffset(client, { workflowId, key, offset }, timeoutMs),
    listStreams: (workflowId, pageSize) =>
      collect(client.listStreams(workflowId, pageSize === undefined ? {} : { pageSize })),
    enqueue: async (workflow) => (await enqueue(client, workflow)).workflowID,
    getWorkflow: (workflowId) => getWorkflow(client, workflowId),
    awaitWorkflow: (workflowId, timeoutMs) => awaitWorkflow(client, workflowId, timeoutMs),
    registerQueue: async (name, limits, { neverUpdate = false, applicationName } = {}) =>
      queueFacts(
        await client.registerQueue(name, {
          ...limitsToClient(limits),
          onConflict: neverUpdate ? 'never_update' : 'always_update',
          ...(applicationName === undefined ? {} : { applicationName }),
        }),
      ),
    setConcurrency: async (name, concurrency) => {
      const queue = await client.registerQueue(name, { onConflict: 'never_update' });
      await queue.setGlobalConcurrency(concurrency);
    },
    close: () => client.destroy(),
  };
}

async function listMessages(
  client: DBOSClient,
  workflowId: string,
  rules: ListRules = {},
): Promise<ListedMessage[]> {
  const { sentBeforeMs, sentSinceMs, ...rest } = rules;
  const listed = await collect(
    client.listMessages(workflowId, {
      ...rest,
      ...(sentBeforeMs === undefined ? {} : { sentBefore: new Date(sentBeforeMs) }),
      ...(sentSinceMs === undefined ? {} : { sentSince: new Date(sentSinceMs) }),
    }),
  );
  return listed.map((one) => ({
    messageId: one.messageID,
    topic: one.topic,
    message: one.message,
    sentAtMs: one.sentAt.getTime(),
    consumed: one.consumed,
    consumedBy: one.consumedByFunctionID,
  }));
}

async function* watchEvents(
  client: DBOSClient,
  workflowId: string,
  keys?: readonly string[],
): AsyncGenerator<Change, void, unknown> {
  for await (const change of client.watchEvents(workflowId, keys === undefined ? {} : { keys })) {
    if (change.type === 'set') yield { set: change.key, value: change.value };
    else if (change.type === 'unset') yield { unset: change.key };
    else yield { ended: change.status };
  }
}

async function* readStream(
  client: DBOSClient,
  { workflowId, key }: { workflowId: string; key: string },
  position: Position = {},
): AsyncGenerator<StreamItem, void, unknown> {
  // A gap is told before the value behind it.
  const gaps: StreamItem[] = [];
  const onGap = ({ from, to }: { from: number; to: number }): void => {
    gaps.push({ gap: [from, to] });
  };
  for await (const value of client.readStream(workflowId, key, { ...position, onGap })) {
    yield* gaps.splice(0);
    yield { value };
  }
  yield* gaps.splice(0);
}

async function readStreamOffset(
  client: DBOSClient,
  { workflowId, key, offset }: { workflowId: string; key: string; offset: number },
  timeoutMs: number,
): Promise<{ readonly value: unknown } | 'timed out' | 'ended'> {
  try {
    return {
      value: await client.readStreamOffset(workflowId, key, offset, { timeoutSeconds: timeoutMs / 1000 }),
    };
  } catch (error) {
    if (!(error instanceof DBOSStreamTimeoutError)) throw error;
    return error.timeoutMS === undefined ? 'ended' : 'timed out';
  }
}

function enqueue(client: DBOSClient, workflow: Enqueue): Promise<{ workflowID: string }> {
  return client.enqueuePortable(enqueueOptions(workflow), [...(workflow.args ?? [])], workflow.named);
}

export function enqueueOptions(workflow: Enqueue): EnqueueOptions {
  const given = {
    queueName: workflow.queue,
    workflowName: workflow.workflow,
    workflowID: workflow.id,
    workflowIDReusePolicy: workflow.reuse,
    workflowClassName: workflow.className,
    workflowConfigName: workflow.configName,
    applicationName: workflow.applicationName,
    appVersion: workflow.version,
    deduplicationID: workflow.deduplicationId,
    duplicationPolicy: workflow.deduplication,
    priority: workflow.priority,
    queuePartitionKey: workflow.partitionKey,
    delaySeconds: workflow.delayMs === undefined ? undefined : workflow.delayMs / 1000,
    workflowTimeoutMS: workflow.timeoutMs,
    attributes: workflow.attributes,
    authenticatedUser: workflow.user,
    authenticatedRoles: workflow.roles,
  };
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return options as unknown as EnqueueOptions;
}

async function getWorkflow(client: DBOSClient, workflowId: string): Promise<WorkflowFacts | undefined> {
  const found = await client.getWorkflow(workflowId);
  return (
    found && {
      id: found.workflowID,
      status: found.status,
      name: found.workflowName,
      queue: found.queueName,
      args: found.input,
      output: found.output,
      priority: found.priority,
    }
  );
}

async function awaitWorkflow(client: DBOSClient, workflowId: string, timeoutMs: number): Promise<Result> {
  try {
    const output = await client.retrieveWorkflow(workflowId).getResult({ timeoutSeconds: timeoutMs / 1000 });
    return { output };
  } catch (error) {
    if (error instanceof WaitTimeoutError) return 'timed out';
    if (!(error instanceof DbosdError)) return { failed: (error as Error).message };
    if (error.reason === 'WORKFLOW_CANCELLED') return { failed: 'CANCELLED' };
    if (error.reason === 'MAX_RECOVERY_ATTEMPTS_EXCEEDED') return { failed: error.reason };
    throw error;
  }
}

function limitsToClient({
  concurrency,
  workerConcurrency,
  rate,
  pollingIntervalMs,
}: QueueLimits): QueueParameters {
  return {
    ...(concurrency === undefined ? {} : { globalConcurrency: concurrency }),
    ...(workerConcurrency === undefined ? {} : { workerConcurrency }),
    ...(rate === undefined
      ? {}
      : { rateLimit: { limitPerPeriod: rate.limit, periodSec: rate.periodMs / 1000 } }),
    ...(pollingIntervalMs === undefined ? {} : { minPollingIntervalMs: pollingIntervalMs }),
  };
}

export function queueFacts(queue: Awaited<ReturnType<DBOSClient['registerQueue']>>): QueueFacts {
  const { name, applicationName, concurrency, workerConcurrency, rateLimit, minPollingIntervalMs } = queue;
  return {
    name,
    ...(applicationName === undefined ? {} : { applicationName }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(workerConcurrency === undefined ? {} : { workerConcurrency }),
    ...(rateLimit === undefined
      ? {}
      : { rate: { limit: rateLimit.limitPerPeriod, periodMs: rateLimit.periodSec * 1000 } }),
    ...(minPollingIntervalMs === undefined ? {} : { pollingIntervalMs: minPollingIntervalMs }),
  };
}
