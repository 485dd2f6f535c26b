import { DbosdError, type StoredValue } from '@dbosd/shared';
import type { Queryable } from '../../store/database.js';
import { isUniqueViolation } from '../../store/errors.js';
import {
  claimMessages,
  type ClaimVerdict,
  type MessageClaim,
  findReceipts,
  type FoundReceipt,
} from '../../store/queries/messages/claim-messages.js';
import { failed, type WriteKind, type Verdict } from '../write-kind.js';
import { callIdentity, fencedKind, mismatch, unexpectedStep, type FencedWritten } from './fenced-kind.js';

/** A recv that waits. */
export interface Receiver extends MessageClaim {
  /** Aborted when its caller has gone: it takes nothing any more. */
  readonly signal: AbortSignal;
  /** Wakes it, so that it asks for itself. */
  readonly wake: () => void;
}

/** What a receiver found. `empty`: nothing, and so much is left of its time. */
export type Claimed =
  | { readonly kind: 'message'; readonly message: StoredValue }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'empty'; readonly remainingMs: number };

export interface ReceiveKind extends WriteKind<Receiver, Claimed> {
  /** From now on a claim for its mailbox is for it, too, until it leaves. */
  join(receiver: Receiver): () => void;
}

/**
 * Receives messages, and records them with their checkpoint. A claim for a mailbox is made for all receivers that wait for
 * it: they share the statement, so that the oldest message goes to the first of them, whichever was woken first. Those that
 * did not ask are woken, and find what is recorded for them (docs/adr/0012).
 */
export function receiveKind(): ReceiveKind {
  /** By workflow. What bounds the waits of workers' streams bounds it. */
  const waiting = new Map<string, Set<Receiver>>();
  return {
    ...fencedKind<Receiver, Claimed>({
      name: 'claim-message',
      write: (db, members) => write(db, members, waiting),
      check: async (db, members) => {
        const receipts = await findReceipts(db, members);
        return members.map((receiver, index) => {
          const receipt = receipts[index];
          return receipt && answer(receiver, receipt);
        });
      },
      identityOf: callIdentity,
      bytesOf: () => 0,
      // An outcome was recorded since the snapshot; the next snapshot shows whose.
      collided: (members, failure) => (isUniqueViolation(failure) ? members : undefined),
    }),
    join: (receiver) => {
      const { workflowId } = receiver;
      const receivers = waiting.get(workflowId) ?? new Set();
      waiting.set(workflowId, receivers.add(receiver));
      return () => {
        if (receivers.delete(receiver) && receivers.size === 0) waiting.delete(workflowId);
      };
    },
  };
}

async function write(
  db: Queryable,
  members: readonly Receiver[],
  waiting: ReadonlyMap<string, ReadonlySet<Receiver>>,
): Promise<FencedWritten<Claimed>[]> {
  const asking = members.filter(({ signal }) => !signal.aborted);
  const others = othersWaiting(asking, waiting);
  const verdicts = asking.length === 0 ? [] : await claimMessages(db, [...asking, ...others]);
  others.forEach((receiver, index) => {
    const kind = verdicts[asking.length + index]?.kind;
    if (kind === 'message' || kind === 'timedOut') receiver.wake();
  });
  const written = new Map(asking.map((receiver, index) => [receiver, verdicts[index]]));
  return members.map((receiver) => {
    const verdict = written.get(receiver);
    return verdict ? toWritten(receiver, verdict) : failed(receiver.signal.reason as Error);
  });
}

/** The receivers that wait for the mailboxes of those that ask, without asking. */
function othersWaiting(
  asking: readonly Receiver[],
  waiting: ReadonlyMap<string, ReadonlySet<Receiver>>,
): Receiver[] {
  const calls = new Set(asking.map(callOf));
  const others: Receiver[] = [];
  for (const { workflowId, topic } of asking) {
    for (const receiver of waiting.get(workflowId) ?? []) {
      if (receiver.topic !== topic || receiver.signal.aborted || calls.has(callOf(receiver))) continue;
      calls.add(callOf(receiver));
      others.push(receiver);
    }
  }
  return others;
}

function callOf({ workflowId, functionId }: Receiver): string {
  return `${String(functionId)} ${workflowId}`;
}

function toWritten(receiver: Receiver, verdict: ClaimVerdict): FencedWritten<Claimed> {
  switch (verdict.kind) {
    case 'message':
    case 'timedOut':
    case 'empty':
      return { kind: 'applied', result: verdict };
    case 'again':
      return { kind: 'later', afterMs: 0 };
    case 'oversized':
      return failed(tooLarge(receiver, verdict.size));
    case 'notADeadline':
      return failed(
        unexpectedStep(
          { ...receiver, functionId: receiver.deadlineFunctionId ?? receiver.functionId },
          'DBOS.sleep',
          verdict.functionName,
        ),
      );
    case 'recorded':
    case 'skipped':
    case 'refused':
      return verdict;
  }
}

function answer(receiver: Receiver, receipt: FoundReceipt): Verdict<Claimed> {
  const error = mismatch(receiver, 'DBOS.recv', receipt);
  if (error) return failed(error);
  const { message } = receipt;
  return { kind: 'done', result: message ? { kind: 'message', message } : { kind: 'timedOut' } };
}

function tooLarge({ workflowId, functionId, maxValueBytes }: Receiver, size: number): DbosdError {
  return new DbosdError({
    reason: 'VALUE_TOO_LARGE',
    message:
      `the next message for workflow ${workflowId} has ${String(size)} bytes, and at most ${String(maxValueBytes)} are received; ` +
      'it is not consumed: raise the limit, or list the messages and cancel the workflow',
    metadata: { workflow_id: workflowId, function_id: String(functionId), size: String(size) },
  });
}
