import { DbosdError } from '@dbosd/shared';
import { isNotRunning, notRunning, workflowNotFound } from '../../model/failures.js';
import type { Queryable } from '../../store/database.js';
import { findCheckpoints, type FoundCheckpoint } from '../../store/queries/workflows/checkpoints.js';
import { type FencedCall, type FenceVerdict, lockOwners } from '../../store/queries/workflows/fence.js';
import type { OrderedCall } from '../broken-orders.js';
import type { StepCall } from '../step-tries.js';
import {
  failed,
  type Separately,
  type WriteKind,
  type Written,
  type Pool,
  type Verdict,
} from '../write-kind.js';

/** An operation of a workflow that a worker runs under a token. */
type FencedMember = StepCall & OrderedCall & { readonly workflowId: string };

/** What a fenced statement says of a member. `refused`: its caller does not run the workflow, which has this status. */
export type FencedWritten<R> = Written<R> | { readonly kind: 'refused'; readonly status: string };

type Own = 'name' | 'identityOf' | 'bytesOf' | 'check' | 'orderOf' | 'refusal' | 'collided' | 'announce';

/** What one kind of durable operation says of itself. */
interface FencedKindOptions<T extends FencedMember, R> extends Pick<WriteKind<T, R>, Own> {
  /** The statement: effect and checkpoint of each member whose caller runs the workflow. */
  readonly write: (db: Queryable, members: readonly T[]) => Promise<readonly FencedWritten<R>[]>;
}

const POOL: Pool = { maxBatches: 4 };
const SEPARATELY: Separately<FencedMember> = {
  lock: (tx, members) => lockOwners(tx, [...new Set(members.map(({ workflowId }) => workflowId))]),
  // Its row was locked, and the fence still found none.
  missing: ({ workflowId }) => workflowNotFound(workflowId),
};

/**
 * A kind of operation that workers do for their workflows (docs/protocol.md, 7). Each workflow is a lane. Effect and
 * checkpoint commit together, fenced by the owner's token; a repeat finds its checkpoint.
 */
export function fencedKind<T extends FencedMember, R>(options: FencedKindOptions<T, R>): WriteKind<T, R> {
  return {
    ...options,
    pool: POOL,
    maxBatches: 2,
    laneOf: workflowLane,
    callOf: (member) => member,
    separately: SEPARATELY,
    // A caller that lost the workflow after the first attempt may have written in it.
    leavesOpen: isNotRunning,
    write: async (db, members) => {
      const written = await options.write(db, members);
      return written.map((said, index) =>
        said.kind === 'refused' ? failed(notRunning(members[index]?.workflowId ?? '', said.status)) : said,
      );
    },
  };
}

export function workflowLane({ workflowId }: { readonly workflowId: string }): string {
  return `workflow ${workflowId}`;
}

/** The identity of an operation with a checkpoint. */
export function callIdentity(call: FencedCall): unknown {
  return call.functionId;
}

/** The answer of a statement that has no result of its own. */
export function effectOnly(verdict: FenceVerdict): FencedWritten<undefined> {
  return verdict.kind === 'applied' ? { kind: 'applied', result: undefined } : verdict;
}

/**
 * The check of a kind that records checkpoints: the same name and the same start are the first call, which `answer` answers
 * as it was answered then.
 */
export async function checkCheckpoints<T extends FencedCall, R>(
  db: Queryable,
  members: readonly T[],
  { nameOf, answer }: { nameOf: (member: T) => string; answer: (found: FoundCheckpoint, member: T) => R },
): Promise<(Verdict<R> | undefined)[]> {
  const found = await findCheckpoints(db, members);
  return members.map((member, index) => {
    const checkpoint = found[index];
    if (checkpoint === undefined) return undefined;
    const error = mismatch(member, nameOf(member), checkpoint);
    return error ? failed(error) : { kind: 'done', result: answer(checkpoint, member) };
  });
}

/** Why what is recorded under the call's id is not the call; `undefined`: it is. */
export function mismatch(
  call: FencedCall,
  name: string,
  found: Pick<FoundCheckpoint, 'functionName' | 'startedAtMs'>,
): DbosdError | undefined {
  if (found.functionName !== name) return unexpectedStep(call, name, found.functionName);
  if (found.startedAtMs === call.startedAtMs) return undefined;
  return new DbosdError({
    reason: 'STEP_NONDETERMINISM',
    message: `${placeOf(call)} (${name}) is recorded already, by a call that began at another time; number the calls of a workflow in one order on every run`,
    metadata: metadataOf(call),
  });
}

/** The refusal of a call under whose id something of another name is recorded. */
export function unexpectedStep(call: FencedCall, name: string, recorded: string): DbosdError {
  return new DbosdError({
    reason: 'UNEXPECTED_STEP',
    message: `${placeOf(call)} is recorded as ${recorded}, and now it is ${name}; keep the order of a workflow's steps, or run it under the version that began it`,
    metadata: { ...metadataOf(call), recorded, called: name },
  });
}

function placeOf({ workflowId, functionId }: FencedCall): string {
  return `function ${String(functionId)} of workflow ${workflowId}`;
}

function metadataOf({ workflowId, functionId }: FencedCall): Record<string, string> {
  return { workflow_id: workflowId, function_id: String(functionId) };
}
