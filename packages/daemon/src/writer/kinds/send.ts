import { randomUUID } from 'node:crypto';
import { ACTIVE_STATUSES, DbosdError, NULL_TOPIC } from '@dbosd/shared';
import { workflowNotActive, workflowNotFound } from '../../model/failures.js';
import type { OutgoingMessage, SendOptions, Sent } from '../../model/messages.js';
import {
  findMessages,
  type FoundMessage,
  insertMessages,
  type InsertVerdict,
  type NewMessage,
} from '../../store/queries/messages/insert-messages.js';
import { failed, SEPARATE_LOCK_TIMEOUT, type Verdict, type WriteKind, type Written } from '../write-kind.js';
import { writeInParts } from './write-in-parts.js';

/** A message on its way into the store. */
export interface MessageWrite extends NewMessage {
  /** The caller gave a key; else the id is a UUID of dbosd's, and what is found under it is this very message. */
  readonly keyed: boolean;
  readonly rejectDifferent: boolean;
}

/** A mailbox that is a second ahead of the clock takes one message a millisecond. */
export const AHEAD_RETRY_MS = 25;
/** A message waits this long at most for its mailbox, which takes a thousand a second. */
const MAX_WAIT_MS = 60_000;

/**
 * Sends messages from outside. Those to one mailbox (destination and topic) share a lane. A message has an id, so that a
 * repeat finds what the first attempt left.
 */
export const sendKind: WriteKind<MessageWrite, Sent> = {
  name: 'send',
  pool: { maxBatches: 4 },
  maxBatches: 4,
  maxWait: { ms: MAX_WAIT_MS, error: mailboxBusy },
  laneOf: mailboxOf,
  identityOf: ({ messageId }) => messageId,
  bytesOf: ({ data }) => Buffer.byteLength(data),
  // A lock on a destination's row holds up all of its mailboxes.
  blockOf: ({ destinationId }) => destinationId,
  separately: {
    afterLockTimeout: true,
    settings: { lock_timeout: SEPARATE_LOCK_TIMEOUT },
    missing: ({ destinationId }) => workflowNotFound(destinationId),
  },
  // One key may come to two mailboxes of a destination.
  write: (db, messages) =>
    writeInParts(messages, {
      laneOf: mailboxOf,
      idsOf: ({ messageId }) => [messageId],
      write: async (part) => {
        const verdicts = await insertMessages(db, part);
        return part.map((message, index) => toWritten(message, verdicts[index]));
      },
    }),
  check: async (db, messages, recorded) => {
    const found = await findMessages(db, messages);
    return messages.map((message, index) => judge(message, recorded[index]?.status ?? '', found[index]));
  },
  announce: (announcer, { destinationId, topic }) => {
    announcer.messageStored(destinationId, topic);
  },
};

/** A message as it is to be stored. */
export function messageOf(message: OutgoingMessage, options: SendOptions): MessageWrite {
  const key = message.idempotencyKey;
  return {
    messageId: key === undefined ? randomUUID() : `${key}::${message.destinationId}`,
    destinationId: message.destinationId,
    topic: message.topic ?? NULL_TOPIC,
    data: message.payload.data,
    serialization: message.payload.serialization,
    requireActive: options.requireActive,
    rejectDifferent: options.rejectDifferent,
    keyed: key !== undefined,
  };
}

function mailboxOf({ topic, destinationId }: MessageWrite): string {
  return `mailbox ${topic} ${destinationId}`;
}

function toWritten(message: MessageWrite, verdict: InsertVerdict | undefined): Written<Sent> {
  switch (verdict?.kind) {
    case 'stored':
      return { kind: 'applied', result: sent(message, verdict.destinationStatus, undefined) };
    case 'conflict': {
      const { destinationStatus: status } = verdict;
      const isEnded = message.requireActive && !ACTIVE_STATUSES.includes(status);
      return {
        kind: 'recorded',
        status,
        ...(isEnded && { otherwise: workflowNotActive(message.destinationId, status) }),
      };
    }
    case 'ahead':
      return { kind: 'later', afterMs: AHEAD_RETRY_MS };
    case 'missing':
      return failed(workflowNotFound(message.destinationId));
    case undefined:
      return failed(new Error('the statement gave no verdict'));
  }
}

// A message that was stored before answers ok, even if its destination has ended since: a repeat is the first call.
function judge(message: MessageWrite, status: string, found?: FoundMessage): Verdict<Sent> | undefined {
  if (found === undefined) return undefined;
  if (!found.sameDestination || (found.differs && message.rejectDifferent)) {
    return failed(keyReused(message, found));
  }
  return { kind: 'done', result: sent(message, status, found) };
}

function sent(message: MessageWrite, destinationStatus: string, found: FoundMessage | undefined): Sent {
  return {
    kind: 'sent',
    messageId: message.messageId,
    duplicate: found !== undefined && message.keyed,
    differs: found?.differs ?? false,
    destinationStatus,
  };
}

/** The refusal of a message whose id is another one's. */
export function keyReused(
  message: Pick<MessageWrite, 'messageId' | 'destinationId'>,
  found: Pick<FoundMessage, 'sameDestination'>,
): DbosdError {
  return new DbosdError({
    reason: 'IDEMPOTENCY_KEY_REUSED',
    message: found.sameDestination
      ? `another message was sent to ${message.destinationId} under this idempotency key; use a new key`
      : `the id ${message.messageId} belongs to a message to another workflow; use another idempotency key`,
    metadata: { message_id: message.messageId },
  });
}

function mailboxBusy(): DbosdError {
  return new DbosdError({
    reason: 'OVERLOADED',
    message:
      'a mailbox takes a thousand messages a second and has others to take first: send fewer at once, or later',
    retryAfterMs: 1000,
  });
}
