import {
  DbosdError,
  decodeValue,
  fromStatus,
  msToDuration,
  msToTimestamp,
  statusFromWire,
  timestampToMs,
  durationToMs,
  type contract,
} from '@dbosd/shared';
import { portable } from '../dbos-writer.js';
import type {
  Change,
  Enqueue,
  ListedMessage,
  ListRules,
  Outcome,
  OutgoingMessage,
  Position,
  QueueFacts,
  QueueLimits,
  Result,
  SendRules,
  StreamItem,
  Surface,
  WorkflowFacts,
} from './surface.js';
import type { Wire } from './wire.js';

/** Any client that speaks the contract itself. */
export function wireSurface(wire: Wire): Surface {
  return {
    name: wire.name,
    send: async (message, rules) => {
      await wire.call('send', { message: outgoing(message), ...rulesOf(rules) });
    },
    sendBatch: async (messages, rules) => {
      const { allOrNothing = false } = rules ?? {};
      const request = { messages: messages.map(outgoing), allOrNothing, ...rulesOf(rules) };
      return (await wire.call('sendBatch', request)).outcomes.map(outcomeOf);
    },
    listMessages: (workflowId, rules) => listMessages(wire, workflowId, rules),
    getEvent: (workflowId, key, timeoutMs, signal) => getEvent(wire, { workflowId, key }, timeoutMs, signal),
    listEvents: (workflowId) => listEvents(wire, workflowId),
    watchEvents: (workflowId, keys = []) => watchEvents(wire, workflowId, [...keys]),
    readStream: (workflowId, key, position) => readStream(wire, { workflowId, key, ...positionOf(position) }),
    readStreamOffset: (workflowId, key, offset, timeoutMs) =>
      readStreamOffset(wire, { workflowId, key, offset }, timeoutMs),
    listStreams: async (workflowId, pageSize = 0) =>
      throughPages(async (pageToken) => {
        const page = await wire.call('listStreams', { workflowId, pageSize, pageToken });
        const items = page.streams.map(({ key, nextOffset, closed }) => ({ key, nextOffset, closed }));
        return { items, next: page.nextPageToken };
      }),
    enqueue: async (workflow) => (await wire.call('enqueueWorkflow', enqueueRequest(workflow))).workflowId,
    getWorkflow: (workflowId) => getWorkflow(wire, workflowId),
    awaitWorkflow: (workflowId, timeoutMs) => awaitWorkflow(wire, workflowId, timeoutMs),
    registerQueue: async (name, limits, { neverUpdate = false, applicationName } = {}) => {
      const { queue } = await wire.call('upsertQueue', {
        queue: {
          name,
          ...limitsToWire(limits),
          ...(applicationName === undefined ? {} : { applicationName }),
        },
        conflictPolicy: neverUpdate
          ? 'QUEUE_CONFLICT_POLICY_NEVER_UPDATE'
          : 'QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE',
      });
      return queueFacts(queue!);
    },
    setConcurrency: async (name, concurrency) => {
      await wire.call('upsertQueue', {
        queue: { name, ...(concurrency === undefined ? {} : { concurrency }) },
        updateMask: { paths: ['concurrency'] },
      });
    },
    close: () => wire.close(),
  };
}

/** The value, decoded; throws where it is too large for the reader. */
export function decoded(value: contract.Value__Output | null | undefined): unknown {
  const { data, serialization } = value!.payload!;
  return decodeValue(serialization === undefined ? { data } : { data, serialization });
}

function outgoing({ to, message, topic, idempotencyKey }: OutgoingMessage): contract.OutgoingMessage {
  return {
    destinationId: to,
    payload: portable(message),
    ...(topic === undefined ? {} : { topic }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}

function rulesOf({ requireActive = false, rejectDifferent = false }: SendRules = {}): {
  requireActive: boolean;
  rejectDifferent: boolean;
} {
  return { requireActive, rejectDifferent };
}

function outcomeOf({ sent, error }: contract.SendOutcome__Output): Outcome {
  if (error) return { refused: fromStatus(error).reason };
  return { messageId: sent!.messageId, duplicate: sent!.duplicate, differs: sent!.differs };
}

const STATES = {
  all: 'MESSAGE_STATE_UNSPECIFIED',
  waiting: 'MESSAGE_STATE_WAITING',
  consumed: 'MESSAGE_STATE_CONSUMED',
} as const;

function listMessages(wire: Wire, workflowId: string, rules: ListRules = {}): Promise<ListedMessage[]> {
  const { state = 'all', topic, sentBeforeMs, sentSinceMs, pageSize = 0 } = rules;
  const request: contract.ListMessagesRequest = {
    workflowId,
    state: STATES[state],
    pageSize,
    ...(topic === undefined ? {} : { topic }),
    ...(sentBeforeMs === undefined ? {} : { sentBefore: msToTimestamp(sentBeforeMs) }),
    ...(sentSinceMs === undefined ? {} : { sentSince: msToTimestamp(sentSinceMs) }),
  };
  return throughPages(async (pageToken) => {
    const page = await wire.call('listMessages', { ...request, pageToken });
    return { items: page.messages.map(listedMessage), next: page.nextPageToken };
  });
}

function listedMessage(message: contract.Message__Output): ListedMessage {
  return {
    messageId: message.messageId,
    topic: message.topic,
    message: decoded(message.value),
    sentAtMs: timestampToMs(message.sentAt!),
    consumed: message.consumed,
    consumedBy: message.consumedByFunctionId,
  };
}

async function getEvent(
  wire: Wire,
  event: { workflowId: string; key: string },
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<unknown> {
  const answer = await untilOver(timeoutMs, (timeout) =>
    wire.call('getEvent', { ...event, timeout }, signal),
  );
  return answer.value ? decoded(answer.value.value) : undefined;
}

async function listEvents(wire: Wire, workflowId: string): Promise<Record<string, unknown>> {
  const events = await throughPages(async (pageToken) => {
    const page = await wire.call('listEvents', { workflowId, pageToken });
    return { items: page.events, next: page.nextPageToken };
  });
  return Object.fromEntries(events.map(({ key, value }) => [key, decoded(value!.value)]));
}

async function* watchEvents(
  wire: Wire,
  workflowId: string,
  keys: string[],
): AsyncGenerator<Change, void, unknown> {
  for await (const { changes, workflowEnded } of wire.stream('watchEvents', { workflowId, keys })) {
    for (const { key, set } of changes) {
      yield set ? { set: key, value: decoded(set.value) } : { unset: key };
    }
    if (workflowEnded) yield { ended: statusFromWire(workflowEnded.status) };
  }
}

function positionOf({ offset = 0, fromEnd, tail }: Position = {}): Pick<
  contract.ReadStreamRequest,
  'offset' | 'fromEnd' | 'tail'
> {
  if (tail) return { tail: {} };
  return fromEnd === undefined ? { offset } : { fromEnd };
}

async function* readStream(
  wire: Wire,
  request: contract.ReadStreamRequest,
): AsyncGenerator<StreamItem, void, unknown> {
  for await (const { values, gap } of wire.stream('readStream', request)) {
    if (gap) yield { gap: [gap.from, gap.to] };
    for (const value of values) yield { value: decoded(value) };
  }
}

async function readStreamOffset(
  wire: Wire,
  place: { workflowId: string; key: string; offset: number },
  timeoutMs: number,
): Promise<{ readonly value: unknown } | 'timed out' | 'ended'> {
  const answer = await untilOver(timeoutMs, (timeout) =>
    wire.call('readStreamOffset', { ...place, timeout }),
  );
  if (answer.value) return { value: decoded(answer.value.value) };
  return answer.end ? 'ended' : 'timed out';
}

export function enqueueRequest(workflow: Enqueue): contract.EnqueueWorkflowRequest {
  const { args = [], named = {}, delayMs, timeoutMs, attributes } = workflow;
  return {
    queueName: workflow.queue,
    workflowName: workflow.workflow,
    input: {
      portable: {
        positionalJson: args.map((arg) => JSON.stringify(arg)),
        namedJson: Object.fromEntries(
          Object.entries(named).map(([key, value]) => [key, JSON.stringify(value)]),
        ),
      },
    },
    workflowIdReusePolicy:
      workflow.reuse === 'reject'
        ? 'WORKFLOW_ID_REUSE_POLICY_REJECT'
        : 'WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING',
    deduplicationPolicy:
      workflow.deduplication === 'return-existing'
        ? 'DEDUPLICATION_POLICY_RETURN_EXISTING'
        : 'DEDUPLICATION_POLICY_REJECT',
    priority: workflow.priority ?? 0,
    authenticatedRoles: [...(workflow.roles ?? [])],
    ...present({
      workflowId: workflow.id,
      className: workflow.className,
      configName: workflow.configName,
      applicationName: workflow.applicationName,
      applicationVersion: workflow.version,
      deduplicationId: workflow.deduplicationId,
      queuePartitionKey: workflow.partitionKey,
      authenticatedUser: workflow.user,
      attributesJson: attributes && JSON.stringify(attributes),
      delay: delayMs === undefined ? undefined : msToDuration(delayMs),
      timeout: timeoutMs === undefined ? undefined : msToDuration(timeoutMs),
    }),
  };
}

async function getWorkflow(wire: Wire, workflowId: string): Promise<WorkflowFacts | undefined> {
  try {
    const { workflow } = await wire.call('getWorkflow', { workflowId });
    const input = workflow!.input ? (decoded(workflow!.input) as { positionalArgs: unknown[] }) : undefined;
    return {
      id: workflow!.workflowId,
      status: statusFromWire(workflow!.status),
      name: workflow!.workflowName,
      queue: workflow!.queueName,
      args: input?.positionalArgs,
      output: workflow!.output ? decoded(workflow!.output) : undefined,
      priority: workflow!.priority,
    };
  } catch (error) {
    if (error instanceof DbosdError && error.reason === 'WORKFLOW_NOT_FOUND') return undefined;
    throw error;
  }
}

async function awaitWorkflow(wire: Wire, workflowId: string, timeoutMs: number): Promise<Result> {
  const { completed } = await untilOver(timeoutMs, (timeout) =>
    wire.call('awaitWorkflow', { workflowId, waitForStart: true, timeout }),
  );
  if (!completed) return 'timed out';
  const status = statusFromWire(completed.status);
  if (status === 'SUCCESS') return { output: completed.output ? decoded(completed.output) : null };
  if (status !== 'ERROR') return { failed: status };
  return { failed: (decoded(completed.error) as { message: string }).message };
}

function limitsToWire({ rate, pollingIntervalMs, ...numbers }: QueueLimits): Omit<contract.Queue, 'name'> {
  return {
    ...numbers,
    ...(rate === undefined ? {} : { rateLimit: { limit: rate.limit, period: msToDuration(rate.periodMs) } }),
    ...(pollingIntervalMs === undefined ? {} : { pollingInterval: msToDuration(pollingIntervalMs) }),
  };
}

export function queueFacts(queue: contract.Queue__Output): QueueFacts {
  const { name, applicationName, concurrency, workerConcurrency, rateLimit, pollingInterval } = queue;
  return {
    name,
    ...present({
      applicationName,
      concurrency,
      workerConcurrency,
      rate: rateLimit ? { limit: rateLimit.limit, periodMs: durationToMs(rateLimit.period!) } : undefined,
      pollingIntervalMs: pollingInterval ? durationToMs(pollingInterval) : undefined,
    }),
  };
}

/** Asks again for the rest while the daemon says `not_yet`. */
async function untilOver<A extends { outcome?: string }>(
  timeoutMs: number,
  ask: (timeout: contract.NotYet__Output['remaining'] & object) => Promise<A>,
): Promise<A> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask(msToDuration(Math.max(0, deadlineMs - performance.now())));
    if (answer.outcome !== 'notYet') return answer;
  }
}

export async function throughPages<T>(
  read: (pageToken: string) => Promise<{ items: T[]; next: string }>,
): Promise<T[]> {
  const all: T[] = [];
  let pageToken = '';
  do {
    const { items, next } = await read(pageToken);
    all.push(...items);
    pageToken = next;
  } while (pageToken !== '');
  return all;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
