import { DbosdError } from '@dbosd/shared';
import type { MessageSent } from '../../../model/durable.js';
import type { Queryable } from '../../../store/database.js';
import { sqlState } from '../../../store/errors.js';
import {
  sendMessages,
  type DurableMessage,
  type SendVerdict,
} from '../../../store/queries/durable/send-messages.js';
import { AHEAD_RETRY_MS, keyReused } from '../../store-messages.js';
import { lookAtCheckpoints, type DurableKind, type Written } from './durable-kind.js';

/** A message that a workflow sends, on its way into the store. */
export interface DurableMessageWrite extends DurableMessage {
  /** The caller gave a key; else what is found under the message's id is this very message. */
  readonly keyed: boolean;
  readonly stepAttempt?: number;
}

const UNIQUE_VIOLATION = '23505';

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
  bytesOf: ({ data }) => Buffer.byteLength(data),
  // Another's message came under an id since the snapshot; which one, the next snapshot shows.
  collided: (messages, failure) => (sqlState(failure) === UNIQUE_VIOLATION ? messages : undefined),
  announce: (announcer, { destinationId, topic }) => {
    announcer.messageStored(destinationId, topic);
  },
};

const LATER = { kind: 'later', afterMs: AHEAD_RETRY_MS } as const;

/** One statement, or several where members share an id: the second then finds what became of the first. */
async function write(
  db: Queryable,
  messages: readonly DurableMessageWrite[],
): Promise<Written<MessageSent>[]> {
  const written = new Map<DurableMessageWrite, Written<MessageSent>>();
  for (const part of withoutSharedIds(messages)) {
    const open = part.filter((message) => {
      const behind = heldBack(message, written);
      if (behind) written.set(message, behind);
      return behind === undefined;
    });
    if (open.length === 0) continue;
    const verdicts = await sendMessages(db, open);
    open.forEach((message, index) => {
      const verdict = verdicts[index];
      if (verdict) written.set(message, toWritten(message, verdict));
    });
  }
  return messages.map((message) => written.get(message) ?? LATER);
}

/** What came before a message and has to wait lets it not pass, though there may be room, and no lock, by now. */
function heldBack(
  { workflowId, destinationId, topic }: DurableMessage,
  written: ReadonlyMap<DurableMessage, Written<MessageSent>>,
): Written<MessageSent> | undefined {
  for (const [before, { kind }] of written) {
    if (kind === 'skipped' && before.workflowId === workflowId) return { kind };
    if (kind === 'later' && before.destinationId === destinationId && before.topic === topic) return LATER;
  }
  return undefined;
}

/** Cuts the members in parts, without changing their order, so that in none of them two have the same id. */
function withoutSharedIds(messages: readonly DurableMessageWrite[]): DurableMessageWrite[][] {
  const parts: DurableMessageWrite[][] = [];
  let ids = new Set<string>();
  for (const message of messages) {
    const own = idsOf(message);
    if (parts.length === 0 || own.some((id) => ids.has(id))) {
      parts.push([]);
      ids = new Set();
    }
    for (const id of own) ids.add(id);
    parts.at(-1)?.push(message);
  }
  return parts;
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
