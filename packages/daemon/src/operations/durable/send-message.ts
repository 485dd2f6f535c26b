import { createHash, randomUUID } from 'node:crypto';
import { NULL_TOPIC } from '@dbosd/shared';
import type { MessageSent, SendMessageCommand } from '../../model/durable.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';
import { sendMessageKind } from '../../writer/durable/kinds/send-message.js';

/**
 * Sends a message from a workflow: exactly once, with its checkpoint; from a step once per idempotency key, or per id.
 * Fails with WORKFLOW_NOT_FOUND and metadata `destination_id` when the destination is missing; nothing is recorded then.
 */
export function sendMessage(writer: DurableWriter, command: SendMessageCommand): Promise<MessageSent> {
  const { workflowId, ownerToken, functionId, startedAtMs, payload } = command;
  return writer.submit(sendMessageKind, {
    workflowId,
    ownerToken,
    functionId,
    startedAtMs,
    ...(command.stepAttempt !== undefined && { stepAttempt: command.stepAttempt }),
    inStep: command.stepAttempt !== undefined,
    messageId: messageIdOf(command),
    keyed: command.idempotencyKey !== undefined,
    destinationId: command.destinationId,
    topic: command.topic ?? NULL_TOPIC,
    data: payload.data,
    serialization: payload.serialization,
  });
}

function messageIdOf(command: SendMessageCommand): string {
  const { idempotencyKey, destinationId, messageId, stepAttempt } = command;
  if (idempotencyKey !== undefined) return `${idempotencyKey}::${destinationId}`;
  if (messageId !== undefined) return messageId;
  return stepAttempt === undefined ? idOfCall(command) : randomUUID();
}

/** A UUID that a repeat of the call has, too, and no other call: it can be answered without a look at the message. */
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
