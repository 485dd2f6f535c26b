import { DbosdError } from '@dbosd/shared';
import type { MessageSent } from '../../../model/durable.js';
import type { Queryable } from '../../../store/database.js';
import { isUniqueViolation } from '../../../store/errors.js';
import {
  sendMessages,
  type DurableMessage,
  type SendVerdict,
} from '../../../store/queries/durable/send-messages.js';
import { AHEAD_RETRY_MS, keyReused } from '../../store-messages.js';
import { lookAtCheckpoints, type DurableKind, type Written } from './durable-kind.js';
import { writeInParts } from './write-in-parts.js';

/** A message that a workflow sends, on its way into the store. */
export interface DurableMessageWrite extends DurableMessage {
  /** The caller gave a key; else what is found under the message's id is this very message. */
  readonly keyed: boolean;
  readonly stepAttempt?: number;
  readonly follows?: boolean;
}

/** Sends a message: from a workflow with its checkpoint, from a step without. */
export const sendMessageKind: DurableKind<DurableMessageWrite, MessageSent> = {
  name: 'send-message',
  write,
  look: (db, messages) =>
    lookAtCheckpoints(db, messages, {
      nameOf: () => 'DBOS.send',
      answer: (_found, { messageId }) => ({ messageId, duplicate: false }),
    }),
  identityOf: ({ messageId }) => messageId,
  orderOf: ({ destinationId }) => `send ${destinationId}`,
  bytesOf: ({ data }) => Buffer.byteLength(data),
  // Another's message came under an id since the snapshot; which one, the next snapshot shows.
  collided: (messages, failure) => (isUniqueViolation(failure) ? messages : undefined),
  announce: (announcer, { destinationId, topic }) => {
    announcer.messageStored(destinationId, topic);
  },
};

const LATER = { kind: 'later', afterMs: AHEAD_RETRY_MS } as const;

function write(db: Queryable, messages: readonly DurableMessageWrite[]): Promise<Written<MessageSent>[]> {
  return writeInParts(messages, {
    idsOf,
    write: async (part) => {
      const verdicts = await sendMessages(db, part);
      return part.map((message, index) => toWritten(message, verdicts[index] ?? { kind: 'skipped' }));
    },
    // A mailbox may have room again by now, but what came first goes first.
    holdsBack: (before, said, message) =>
      said.kind === 'later' &&
      before.destinationId === message.destinationId &&
      before.topic === message.topic,
  });
}

function idsOf(message: DurableMessageWrite): string[] {
  const own = `message ${message.messageId}`;
  return message.inStep ? [own] : [own, `call ${String(message.functionId)} ${message.workflowId}`];
}

function toWritten(message: DurableMessageWrite, verdict: SendVerdict): Written<MessageSent> {
  const { messageId, keyed } = message;
  switch (verdict.kind) {
    case 'sent':
      return { kind: 'applied', result: { messageId, duplicate: false } };
    case 'duplicate':
      return { kind: 'applied', result: { messageId, duplicate: keyed } };
    case 'reused':
      return { kind: 'failed', error: keyReused(message, { sameDestination: false }) };
    case 'missing':
      return { kind: 'failed', error: destinationNotFound(message.destinationId) };
    case 'ahead':
      return LATER;
    case 'recorded':
    case 'skipped':
    case 'refused':
      return verdict;
  }
}

function destinationNotFound(destinationId: string): DbosdError {
  return new DbosdError({
    reason: 'WORKFLOW_NOT_FOUND',
    message: `there is no workflow ${destinationId} to send to; start or enqueue it first, or mend the id`,
    metadata: { destination_id: destinationId },
  });
}
