import { ACTIVE_STATUSES, DbosdError } from '@dbosd/shared';
import { workflowNotActive, workflowNotFound } from '../model/failures.js';
import type { Sent } from '../model/messages.js';
import type { Queryable } from '../store/database.js';
import { isLostVerdict, isRepeatable } from '../store/errors.js';
import { findMessages, type FoundMessage } from '../store/queries/messages/find-messages.js';
import {
  insertMessages,
  type InsertVerdict,
  type NewMessage,
} from '../store/queries/messages/insert-messages.js';
import type { Verdict } from './lane.js';

/** A message on its way into the store. */
export interface MessageWrite extends NewMessage {
  /** The caller gave a key; else the id is a UUID of ours, and what is found under it is this very message. */
  readonly keyed: boolean;
  readonly rejectDifferent: boolean;
}

/** A mailbox a second ahead of the clock takes one message a millisecond. */
export const AHEAD_RETRY_MS = 25;
/** Deadlocks and rows deleted under a batch pass at once; more tries than this means something else is wrong. */
const MAX_TRIES = 5;

/** A message without a verdict yet, and its place in the batch. */
interface Open {
  readonly message: MessageWrite;
  readonly index: number;
}

/**
 * Stores messages, each of another id: one statement, and a second look at those that it did not store. One verdict a
 * message, in order. Rejects when the store fails before any message has its verdict; a failure behind that is the
 * verdict of the others only, for what is stored stays stored. A statement that was undone is repeated, `maxInserts` in
 * all: in a transaction 1, for there the whole of it is undone.
 */
export async function storeMessages(
  db: Queryable,
  messages: readonly MessageWrite[],
  maxInserts = MAX_TRIES,
): Promise<Verdict<Sent>[]> {
  const verdicts: Verdict<Sent>[] = [];
  let open: readonly Open[] = messages.map((message, index) => ({ message, index }));
  let failure: Error | undefined;
  try {
    for (let tries = 1; open.length > 0 && tries <= MAX_TRIES; tries++) {
      open = await storeOpen(db, open, { maxInserts, verdicts });
    }
  } catch (cause) {
    if (verdicts.length === 0) throw cause;
    failure = cause as Error;
  }
  if (open.length === 0) return verdicts;
  failure ??= busy();
  for (const { index } of open) verdicts[index] ??= { kind: 'failed', error: failure };
  return verdicts;
}

/** One insert and one second look. Notes verdicts as they come; returns what has none, because what stood in its way is gone. */
async function storeOpen(
  db: Queryable,
  open: readonly Open[],
  { maxInserts, verdicts }: { maxInserts: number; verdicts: Verdict<Sent>[] },
): Promise<readonly Open[]> {
  const inserted = await insert(
    db,
    open.map(({ message }) => message),
    maxInserts,
  );
  const conflicts: (Open & { readonly status: string })[] = [];
  open.forEach(({ message, index }, place) => {
    const verdict = inserted[place];
    if (verdict === undefined) return;
    if (verdict.kind === 'conflict') conflicts.push({ message, index, status: verdict.destinationStatus });
    else verdicts[index] = firstVerdict(message, verdict);
  });
  if (conflicts.length === 0) return [];
  const found = await lookUp(
    db,
    conflicts.map(({ message }) => message),
  );
  return conflicts.filter(({ message, index, status }, place) => {
    const verdict = secondVerdict(message, status, found[place]);
    if (verdict) verdicts[index] = verdict;
    return verdict === undefined;
  });
}

/** A look-up only reads: one that lost its connection is repeated once. (In a transaction there is no other.) */
async function lookUp(
  db: Queryable,
  messages: readonly NewMessage[],
): Promise<readonly (FoundMessage | undefined)[]> {
  try {
    return await findMessages(db, messages);
  } catch (cause) {
    if (!isLostVerdict(cause)) throw cause;
    return findMessages(db, messages);
  }
}

async function insert(
  db: Queryable,
  messages: readonly NewMessage[],
  maxTries: number,
): Promise<InsertVerdict[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await insertMessages(db, messages);
    } catch (cause) {
      // Undone whole, so safe to repeat: a deadlock, or a destination that was deleted meanwhile.
      const failure = cause instanceof DbosdError ? cause.cause : cause;
      if (!isRepeatable(failure) || tries >= maxTries) throw cause;
    }
  }
}

function firstVerdict(
  message: MessageWrite,
  verdict: Exclude<InsertVerdict, { kind: 'conflict' }>,
): Verdict<Sent> {
  switch (verdict.kind) {
    case 'missing':
      return { kind: 'failed', error: workflowNotFound(message.destinationId) };
    case 'ahead':
      return { kind: 'later', afterMs: AHEAD_RETRY_MS };
    case 'stored':
      return { kind: 'done', result: sent(message, verdict.destinationStatus, undefined) };
  }
}

// A message that was stored before answers ok, even if its destination has ended since: a repeat is the first call.
function secondVerdict(
  message: MessageWrite,
  status: string,
  found: FoundMessage | undefined,
): Verdict<Sent> | undefined {
  if (found && (!found.sameDestination || (found.differs && message.rejectDifferent))) {
    return { kind: 'failed', error: keyReused(message, found) };
  }
  if (found) return { kind: 'done', result: sent(message, status, found) };
  return message.requireActive && !ACTIVE_STATUSES.includes(status)
    ? { kind: 'failed', error: workflowNotActive(message.destinationId, status) }
    : undefined;
}

/** The answer for a message that is stored, now or before. */
export function sent(
  message: MessageWrite,
  destinationStatus: string,
  found: FoundMessage | undefined,
): Sent {
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

function busy(): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: 'the message was overtaken by others again and again; try again',
    retryAfterMs: 500,
  });
}
