import { randomUUID } from 'node:crypto';
import {
  checkKey,
  checkName,
  checkNewWorkflowId,
  checkPartitionKey,
  checkTopic,
  type contract,
  invalidField,
  MAX_PRIORITY,
  MAX_TIMEOUT_MS,
  msToDuration,
  writePortable,
} from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import { checkArray, checkChoice, checkWhole, type OptionNames, takeOptions } from '../options.js';
import { type AbortOptions, checkNumber } from '../timeouts.js';
import {
  checkFormat,
  encodeNativeArguments,
  encodeValue,
  encoding,
  type WorkflowSerializationFormat,
} from '../values.js';
import { attributesJson } from './attributes.js';

/** A workflow to enqueue by name, with the names and meanings of DBOS's own options. */
export interface EnqueueOptions extends AbortOptions {
  queueName: string;
  /** The name under which the application registered the workflow. */
  workflowName: string;
  workflowClassName?: string;
  workflowConfigName?: string;
  /** Absent: a new UUID. */
  workflowID?: string;
  /** What to do when that id is in use. Absent: `return-existing`. */
  workflowIDReusePolicy?: 'return-existing' | 'reject';
  /** Absent: the latest registered one. */
  appVersion?: string;
  /** From when it is dequeued. */
  workflowTimeoutMS?: number;
  /** No two active workflows of a queue share one. */
  deduplicationID?: string;
  /** What to do when another workflow has it. Absent: `reject` (DEDUPLICATION_CONFLICT). */
  duplicationPolicy?: 'reject' | 'return-existing';
  /** Absent: `portable`, which applications in every language read. */
  serializationType?: WorkflowSerializationFormat;
  /** Lower goes first, 0 to 2147483647. Absent: 0. */
  priority?: number;
  queuePartitionKey?: string;
  delaySeconds?: number;
  attributes?: Record<string, unknown>;
  authenticatedUser?: string;
  authenticatedRoles?: string[];
  /** Absent: the client's own; where it has none, the queue's owner. */
  applicationName?: string;
}

const OPTIONS: OptionNames<EnqueueOptions> = {
  queueName: true,
  workflowName: true,
  workflowClassName: true,
  workflowConfigName: true,
  workflowID: true,
  workflowIDReusePolicy: true,
  appVersion: true,
  workflowTimeoutMS: true,
  deduplicationID: true,
  duplicationPolicy: true,
  serializationType: true,
  priority: true,
  queuePartitionKey: true,
  delaySeconds: true,
  attributes: true,
  authenticatedUser: true,
  authenticatedRoles: true,
  applicationName: true,
  signal: true,
};

export interface EnqueueArguments {
  readonly positional: readonly unknown[];
  readonly named?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Enqueues a workflow and returns its id. It carries an id and a token, so that it is sent again after a break.
 */
export async function enqueue(
  connection: Connection,
  options: EnqueueOptions,
  given: EnqueueArguments,
): Promise<string> {
  const { workflowId } = await connection.call('enqueueWorkflow', enqueueRequest(options, given), {
    isRepeatable: true,
    signal: options.signal,
  });
  return workflowId;
}

/** Checks what only callers without a compiler get wrong: names of options, and of policies. */
export function takeEnqueueOptions(given: EnqueueOptions): EnqueueOptions {
  const options = takeOptions('options', given, OPTIONS);
  checkChoice('options.workflowIDReusePolicy', options.workflowIDReusePolicy, ['return-existing', 'reject']);
  checkChoice('options.duplicationPolicy', options.duplicationPolicy, ['return-existing', 'reject']);
  return options;
}

/** The request for a workflow. It always has an id and a token. */
export function enqueueRequest(
  options: EnqueueOptions,
  given: EnqueueArguments,
): contract.EnqueueWorkflowRequest & { workflowId: string } {
  return {
    queueName: checkName('queueName', options.queueName),
    workflowName: checkName('workflowName', options.workflowName),
    workflowId: checkNewWorkflowId('workflowID', options.workflowID ?? randomUUID()),
    requestId: randomUUID(),
    input: inputOf(options.serializationType, given),
    workflowIdReusePolicy: ID_POLICIES[options.workflowIDReusePolicy ?? 'return-existing'],
    deduplicationPolicy: deduplicationPolicyOf(options),
    priority: checkPriority(options.priority ?? 0),
    authenticatedRoles: checkArray('authenticatedRoles', options.authenticatedRoles ?? []).map((role) =>
      checkName('authenticatedRoles', role),
    ),
    className: nameOf('workflowClassName', options.workflowClassName),
    configName: nameOf('workflowConfigName', options.workflowConfigName),
    applicationName: nameOf('applicationName', options.applicationName),
    applicationVersion: nameOf('appVersion', options.appVersion),
    deduplicationId: nameOf('deduplicationID', options.deduplicationID),
    authenticatedUser: nameOf('authenticatedUser', options.authenticatedUser),
    queuePartitionKey:
      options.queuePartitionKey === undefined
        ? undefined
        : checkPartitionKey('queuePartitionKey', options.queuePartitionKey),
    delay: span('delaySeconds', options.delaySeconds, 1000),
    timeout: span('workflowTimeoutMS', options.workflowTimeoutMS, 1),
    attributesJson:
      options.attributes === undefined ? undefined : attributesJson('attributes', options.attributes),
  };
}

const ID_POLICIES = {
  'return-existing': 'WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING',
  reject: 'WORKFLOW_ID_REUSE_POLICY_REJECT',
} as const;

function deduplicationPolicyOf({
  duplicationPolicy,
  deduplicationID,
}: EnqueueOptions): contract.DeduplicationPolicy {
  if (duplicationPolicy !== 'return-existing') return 'DEDUPLICATION_POLICY_REJECT';
  if (deduplicationID === undefined) {
    throw invalidField(
      'duplicationPolicy',
      'is return-existing without a deduplicationID: give one, or leave it out',
    );
  }
  return 'DEDUPLICATION_POLICY_RETURN_EXISTING';
}

// Native arguments are the array itself, as DBOS for TypeScript stores them.
function inputOf(
  format: WorkflowSerializationFormat,
  { positional, named }: EnqueueArguments,
): contract.WorkflowInput {
  checkArray('positionalArgs', positional);
  if (checkFormat(format) === 'native') {
    if ((named ?? undefined) !== undefined)
      throw invalidField('namedArgs', 'cannot be native: leave serializationType out');
    return { raw: encodeNativeArguments(positional, (place) => `args[${place}]`) };
  }
  const json = (field: string, value: unknown): string => encoding(field, () => writePortable(value));
  return {
    portable: {
      positionalJson: positional.map((value, at) => json(`args[${String(at)}]`, value)),
      namedJson: Object.fromEntries(
        Object.entries(named ?? {}).map(([key, value]) => [key, json(`namedArgs.${key}`, value)]),
      ),
    },
  };
}

function nameOf(field: string, text: string | undefined): string | undefined {
  // DBOS writes the empty string for "none" in these fields, and so may its callers.
  return text === undefined || text === '' ? undefined : checkName(field, text);
}

/** A time span given by the caller, as the contract writes it. Undefined for none, and for 0. */
export function span(
  field: string,
  length: number | undefined,
  unitMs: number,
): ReturnType<typeof msToDuration> | undefined {
  if (length === undefined || length === 0) return undefined;
  checkNumber(field, length);
  const ms = length * unitMs;
  if (!(ms >= 0 && ms <= MAX_TIMEOUT_MS))
    throw invalidField(field, `is ${String(length)}: give 0 to ten years`);
  return msToDuration(ms);
}

/** A priority that DBOS takes; INVALID_FIELD otherwise. */
export function checkPriority(priority: number): number {
  return checkWhole('priority', priority, [0, MAX_PRIORITY]);
}

/** A message to a workflow that is enqueued with it. */
export interface FirstMessage {
  message: unknown;
  /** Absent: no topic; only a recv without a topic sees it. */
  topic?: string;
  /** Absent: a new key is generated. */
  idempotencyKey?: string;
  serializationType?: WorkflowSerializationFormat;
}

const MESSAGE: OptionNames<FirstMessage> = {
  message: true,
  topic: true,
  idempotencyKey: true,
  serializationType: true,
};

/** Enqueues a workflow with its first messages, both or neither, and returns its id. */
export async function enqueueAndSend(
  connection: Connection,
  options: EnqueueOptions,
  given: EnqueueArguments & { readonly messages: readonly FirstMessage[] },
): Promise<string> {
  const workflow = enqueueRequest(options, given);
  const { workflow: enqueued } = await connection.call(
    'enqueueAndSend',
    { workflow, messages: checkArray('messages', given.messages).map(toWire) },
    { isRepeatable: true, order: workflow.workflowId, signal: options.signal },
  );
  return enqueued?.workflowId ?? workflow.workflowId;
}

function toWire(given: FirstMessage): contract.FirstMessage {
  const { topic, idempotencyKey = randomUUID(), serializationType } = takeOptions('message', given, MESSAGE);
  return {
    payload: encodeValue('message', given.message, serializationType),
    idempotencyKey: checkKey('idempotencyKey', idempotencyKey),
    topic: topic === undefined ? undefined : checkTopic('topic', topic),
  };
}
