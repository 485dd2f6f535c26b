import { randomUUID } from 'node:crypto';
import { checkKey, checkTopic, checkWorkflowId, type contract } from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import type { AbortOptions } from '../timeouts.js';
import { encodeValue, type WorkflowSerializationFormat } from '../values.js';
import { checkFlag, takeOptions, type OptionNames } from '../options.js';

/** A message to send. */
export interface MessageToSend {
  /** The workflow that receives it. */
  destinationID: string;
  message: unknown;
  /** Absent: no topic; only a recv without a topic sees it. */
  topic?: string | undefined;
  /** Makes it safe to send the message again, even from another process. Absent: a new key is generated. */
  idempotencyKey?: string | undefined;
  serializationType?: WorkflowSerializationFormat;
}

export interface SendOptions extends AbortOptions {
  serializationType?: WorkflowSerializationFormat;
  /** Refuse a destination that has ended (WORKFLOW_NOT_ACTIVE). Off: accept it, as DBOS does. */
  requireActive?: boolean;
  /** Refuse another message under a key already used (IDEMPOTENCY_KEY_REUSED). Off: the first one is kept. */
  rejectDifferent?: boolean;
}

const OPTIONS: OptionNames<SendOptions> = {
  serializationType: true,
  requireActive: true,
  rejectDifferent: true,
  signal: true,
};

export async function send(
  connection: Connection,
  given: MessageToSend,
  options: SendOptions,
): Promise<void> {
  const taken = takeOptions('options', options, OPTIONS);
  const { serializationType, requireActive = false, rejectDifferent = false, signal } = taken;
  checkFlag('options.requireActive', requireActive);
  checkFlag('options.rejectDifferent', rejectDifferent);
  const { destinationID, topic, idempotencyKey } = given;
  const message = outgoingMessage({
    destinationID,
    message: given.message,
    topic,
    idempotencyKey,
    serializationType,
  });
  await connection.call(
    'send',
    { message, requireActive, rejectDifferent },
    { isRepeatable: true, order: message.destinationId, signal },
  );
}

const MESSAGE_OPTIONS: OptionNames<MessageToSend> = {
  destinationID: true,
  message: true,
  topic: true,
  idempotencyKey: true,
  serializationType: true,
};

/** A message whose destination and key are always set. */
export type OutgoingMessage = contract.OutgoingMessage & { destinationId: string; idempotencyKey: string };

/** The message in wire form. It always has a key, so that it can be sent again after a break. */
export function outgoingMessage(given: MessageToSend): OutgoingMessage {
  const options = takeOptions('message', given, MESSAGE_OPTIONS);
  const { destinationID, topic, idempotencyKey = randomUUID(), serializationType } = options;
  return {
    destinationId: checkWorkflowId('destinationID', destinationID),
    payload: encodeValue('message', given.message, serializationType),
    topic: topic === undefined ? undefined : checkTopic('topic', topic),
    idempotencyKey: checkKey('idempotencyKey', idempotencyKey),
  };
}
