import { randomUUID } from 'node:crypto';
import { checkKey, checkTopic, type contract } from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import { checkArray, takeOptions, type OptionNames } from '../options.js';
import { encodeValue, type WorkflowSerializationFormat } from '../values.js';
import { enqueueRequest, type EnqueueArguments, type EnqueueOptions } from './enqueue.js';

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
