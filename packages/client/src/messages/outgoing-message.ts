import { randomUUID } from 'node:crypto';
import { checkKey, checkTopic, checkWorkflowId, type contract } from '@dbosd/shared';
import { encodeValue, type WorkflowSerializationFormat } from '../values.js';
import { takeOptions, type OptionNames } from '../options.js';

/** A message as callers give it. */
export interface MessageToSend {
  /** The workflow that is to receive it. */
  destinationID: string;
  message: unknown;
  /** Absent: no topic; only a recv without a topic sees it. */
  topic?: string;
  /** Makes sending again safe, also from another process. Absent: one is made for this message. */
  idempotencyKey?: string;
  serializationType?: WorkflowSerializationFormat;
}

/** The same, where what is absent may be there as undefined. */
export interface GivenMessage extends Omit<MessageToSend, 'topic' | 'idempotencyKey'> {
  topic?: string | undefined;
  idempotencyKey?: string | undefined;
}

const OPTIONS: OptionNames<MessageToSend> = {
  destinationID: true,
  message: true,
  topic: true,
  idempotencyKey: true,
  serializationType: true,
};

/** A message with what it never lacks here. */
export type OutgoingMessage = contract.OutgoingMessage & { destinationId: string; idempotencyKey: string };

/** The message as the contract has it. It always has a key, so that it can be sent again after a break. */
export function outgoingMessage(given: GivenMessage): OutgoingMessage {
  const options = takeOptions('message', given, OPTIONS);
  const { destinationID, topic, idempotencyKey = randomUUID(), serializationType } = options;
  const outgoing: OutgoingMessage = {
    destinationId: checkWorkflowId('destinationID', destinationID),
    payload: encodeValue('message', given.message, serializationType),
    idempotencyKey: checkKey('idempotencyKey', idempotencyKey),
  };
  if (topic !== undefined) outgoing.topic = checkTopic('topic', topic);
  return outgoing;
}
