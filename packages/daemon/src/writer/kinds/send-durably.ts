import { createHash, randomUUID } from 'node:crypto';
import { DbosdError, NULL_TOPIC } from '@dbosd/shared';
import type { MessageSent, SendMessageCommand } from '../../model/durable.js';
import type { Queryable } from '../../store/database.js';
import { isUniqueViolation } from '../../store/errors.js';
import {
  sendMessages,
  type DurableMessage,
  type SendVerdict,
} from '../../store/queries/messages/send-messages.js';
import { failed } from '../write-kind.js';
import { checkCheckpoints, fencedKind, workflowLane, type FencedWritten } from './fenced-kind.js';
import { AHEAD_RETRY_MS, keyReused } from './send.js';
import { writeInParts } from './write-in-parts.js';

/** A message that a workflow sends, on its way into the store. */
interface DurableMessageWrite extends DurableMessage {
  /** The caller gave a key; else what is found under the message's id is this very message. */
  readonly keyed: boolean;
  readonly stepAttempt?: number | undefined;
  readonly follows?: boolean;
}

/**
 * Sends a message from a workflow: exactly once, with its checkpoint; from a step once per idempotency key, or per id.
 * Fails with WORKFLOW_NOT_FOUND and metadata `destination_id` when the destination is missing; nothing is recorded then.
 */
export const sendDurablyKind = fencedKind<DurableMessageWrite, MessageSent>({
  name: 'send-message',
  write,
  check: (db, messages) =>
    checkCheckpoints(db, messages, {
      nameOf: () => 'DBOS.send',
      answer: (_found, { messageId }) => ({ messageId, duplicate: false }),
    }),
  identityOf: ({ messageId }) => messageId,
  orderOf: ({ destinationId }) => `send ${destinationId}`,
  bytesOf: ({ data }) => Buffer.byteLength(data),
  // Another message came under an id since the snapshot; the next snapshot shows which.
  collided: (messages, failure) => (isUniqueViolation(failure) ? messages : undefined),
  announce: (announcer, { destinationId, topic }) => {
    announcer.messageStored(destinationId, topic);
  },
});

/** A message of a workflow as it is to be stored. */
export function durableMessageOf(command: SendMessageCommand): DurableMessageWrite {
  const { workflowId, ownerToken, functionId, startedAtMs, payload } = command;
  return {
    workflowId,
    ownerToken,
    functionId,
    startedAtMs,
    stepAttempt: command.stepAttempt,
    ...(command.follows === true && { follows: true }),
    inStep: command.stepAttempt !== undefined,
    messageId: messageIdOf(command),
    keyed: command.idempotencyKey !== undefined,
    destinationId: command.destinationId,
    topic: command.topic ?? NULL_TOPIC,
    data: payload.data,
    serialization: payload.serialization,
  };
}

function messageIdOf(command: SendMessageCommand): string {
  const { idempotencyKey, destinationId, messageId, stepAttempt } = command;
  if (idempotencyKey !== undefined) return `${idempotencyKey}::${destinationId}`;
  if (messageId !== undefined) return messageId;
  return stepAttempt === undefined ? idOfCall(command) : randomUUID();
}

/** A UUID that a repeat of the call has, too, and no other call: it can be answered without reading the message. */
function idOfCall({ workflowId, ownerToken, functionId, startedAtMs }: SendMessageCommand): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([workflowId, ownerToken, functionId, startedAtMs]))
    .digest();
  // Version 8 (made in a way of one's own), variant 1.
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

function write(
  db: Queryable,
  messages: readonly DurableMessageWrite[],
): Promise<readonly FencedWritten<MessageSent>[]> {
  return writeInParts(messages, {
    laneOf: workflowLane,
    idsOf,
    write: async (part) => {
      const verdicts = await sendMessages(db, part);
      return part.map((message, index) => toWritten(message, verdicts[index] ?? { kind: 'skipped' }));
    },
    // A mailbox may have room again by now, but what came first goes first.
    holdsBack: (before, message) =>
      before.destinationId === message.destinationId && before.topic === message.topic,
  });
}

function idsOf(message: DurableMessageWrite): string[] {
  const own = `message ${message.messageId}`;
  return message.inStep ? [own] : [own, `call ${String(message.functionId)} ${message.workflowId}`];
}

function toWritten(message: DurableMessageWrite, verdict: SendVerdict): FencedWritten<MessageSent> {
  const { messageId, keyed } = message;
  switch (verdict.kind) {
    case 'sent':
      return { kind: 'applied', result: { messageId, duplicate: false } };
    case 'duplicate':
      return { kind: 'applied', result: { messageId, duplicate: keyed } };
    case 'reused':
      return failed(keyReused(message, { sameDestination: false }));
    case 'missing':
      return failed(destinationNotFound(message.destinationId));
    case 'ahead':
      return { kind: 'later', afterMs: AHEAD_RETRY_MS };
    case 'recorded':
    case 'skipped':
    case 'refused':
      return verdict;
  }
}

function destinationNotFound(destinationId: string): DbosdError {
  return new DbosdError({
    reason: 'WORKFLOW_NOT_FOUND',
    message: `there is no workflow ${destinationId} to send to; start or enqueue it first, or correct the id`,
    metadata: { destination_id: destinationId },
  });
}
