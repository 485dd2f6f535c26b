import { DbosdError, type StoredValue } from '@dbosd/shared';
import type { Queryable } from '../../../store/database.js';
import { isUniqueViolation } from '../../../store/errors.js';
import {
  claimMessages,
  type ClaimVerdict,
  type MessageClaim,
} from '../../../store/queries/durable/claim-messages.js';
import { findReceipts, type FoundReceipt } from '../../../store/queries/durable/find-receipts.js';
import type { Verdict } from '../../lane.js';
import { callIdentity, mismatch, unexpectedStep, type DurableKind, type Written } from './durable-kind.js';

/** A recv that waits. */
export interface Claimant extends MessageClaim {
  /** Its caller has gone: it takes nothing any more. */
  readonly signal: AbortSignal;
  /** Calls it to look for itself. */
  readonly wake: () => void;
}

/** What a claimant found. `empty`: nothing, and so much is left of its time. */
export type Claimed =
  | { readonly kind: 'message'; readonly message: StoredValue }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'empty'; readonly remainingMs: number };

const AT_ONCE = { kind: 'later', afterMs: 0 } as const;

/**
 * Claims messages. Whoever looks into a mailbox looks for all who wait for it: they share the statement, so that the
 * oldest message goes to the first of them, whichever of them heard of it first. Those who did not ask are woken, and
 * find what is recorded for them.
 */
export class ClaimMessageKind implements DurableKind<Claimant, Claimed> {
  readonly name = 'claim-message';
  readonly identityOf = callIdentity;
  /** Who waits, by workflow. It is bounded by what bounds the waits of workers' streams. */
  readonly #waiting = new Map<string, Set<Claimant>>();

  /** From now on those who look into its mailbox look for it, too, until it leaves. */
  join(claimant: Claimant): () => void {
    const { workflowId } = claimant;
    const waiting = this.#waiting.get(workflowId) ?? new Set();
    this.#waiting.set(workflowId, waiting.add(claimant));
    return () => {
      if (waiting.delete(claimant) && waiting.size === 0) this.#waiting.delete(workflowId);
    };
  }

  async write(db: Queryable, members: readonly Claimant[]): Promise<Written<Claimed>[]> {
    const asking = members.filter(({ signal }) => !signal.aborted);
    const beside = this.#beside(asking);
    const verdicts = asking.length === 0 ? [] : await claimMessages(db, [...asking, ...beside]);
    beside.forEach((claimant, index) => {
      const kind = verdicts[asking.length + index]?.kind;
      if (kind === 'message' || kind === 'timedOut') claimant.wake();
    });
    const written = new Map(asking.map((claimant, index) => [claimant, verdicts[index]]));
    return members.map((claimant) => {
      const verdict = written.get(claimant);
      return verdict
        ? toWritten(claimant, verdict)
        : { kind: 'failed', error: claimant.signal.reason as Error };
    });
  }

  async look(db: Queryable, members: readonly Claimant[]): Promise<(Verdict<Claimed> | undefined)[]> {
    const receipts = await findReceipts(db, members);
    return members.map((claimant, index) => {
      const receipt = receipts[index];
      return receipt && answer(claimant, receipt);
    });
  }

  bytesOf(): number {
    return 0;
  }

  // An outcome was recorded since the snapshot; whose, the next snapshot shows.
  collided(members: readonly Claimant[], failure: unknown): readonly Claimant[] | undefined {
    return isUniqueViolation(failure) ? members : undefined;
  }

  /** Who waits at the mailboxes of those who ask, without asking. */
  #beside(asking: readonly Claimant[]): Claimant[] {
    const calls = new Set(asking.map(callOf));
    const beside: Claimant[] = [];
    for (const { workflowId, topic } of asking) {
      for (const claimant of this.#waiting.get(workflowId) ?? []) {
        if (claimant.topic !== topic || claimant.signal.aborted || calls.has(callOf(claimant))) continue;
        calls.add(callOf(claimant));
        beside.push(claimant);
      }
    }
    return beside;
  }
}

function callOf({ workflowId, functionId }: Claimant): string {
  return `${String(functionId)} ${workflowId}`;
}

function toWritten(claimant: Claimant, verdict: ClaimVerdict): Written<Claimed> {
  switch (verdict.kind) {
    case 'message':
    case 'timedOut':
    case 'empty':
      return { kind: 'applied', result: verdict };
    case 'again':
      return AT_ONCE;
    case 'oversized':
      return { kind: 'failed', error: tooLarge(claimant, verdict.size) };
    case 'notADeadline':
      return {
        kind: 'failed',
        error: unexpectedStep(
          { ...claimant, functionId: claimant.deadlineFunctionId ?? claimant.functionId },
          'DBOS.sleep',
          verdict.functionName,
        ),
      };
    case 'recorded':
    case 'skipped':
    case 'refused':
      return verdict;
  }
}

function answer(claimant: Claimant, receipt: FoundReceipt): Verdict<Claimed> {
  const error = mismatch(claimant, 'DBOS.recv', receipt);
  if (error) return { kind: 'failed', error };
  const { message } = receipt;
  return { kind: 'done', result: message ? { kind: 'message', message } : { kind: 'timedOut' } };
}

function tooLarge({ workflowId, functionId, maxValueBytes }: Claimant, size: number): DbosdError {
  return new DbosdError({
    reason: 'VALUE_TOO_LARGE',
    message:
      `the next message for workflow ${workflowId} has ${String(size)} bytes, and at most ${String(maxValueBytes)} are received; ` +
      'it is not consumed: raise the limit, or list the messages and cancel the workflow',
    metadata: { workflow_id: workflowId, function_id: String(functionId), size: String(size) },
  });
}
