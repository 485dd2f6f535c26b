import { DbosdError } from '@dbosd/shared';
import type { Queryable } from '../../../store/database.js';
import { findCheckpoints, type FoundCheckpoint } from '../../../store/queries/durable/find-checkpoints.js';
import type { FencedCall, FenceVerdict } from '../../../store/queries/durable/fence.js';
import type { Announcer } from '../../announcer.js';
import type { Verdict } from '../../lane.js';

/** What a kind's statement says of a member: see `FenceVerdict`; or what the kind itself decides. */
export type Written<R> =
  | Exclude<FenceVerdict, { kind: 'applied' | 'recorded' }>
  /** `otherwise`: why it fails if it turns out that nothing is recorded; absent: it is written again then. */
  | { readonly kind: 'recorded'; readonly otherwise?: DbosdError }
  | { readonly kind: 'applied'; readonly result: R }
  | Exclude<Verdict<R>, { kind: 'done' }>;

/** One kind of durable operation: how its members are written, many at a time. */
export interface DurableKind<T extends { readonly workflowId: string }, R> {
  /** Members share statements with those of the same name. */
  readonly name: string;
  /**
   * The statement: effect and checkpoint of each member whose caller runs the workflow. One answer a member, in order.
   * Safe to repeat: what is there already is `recorded`.
   */
  write(db: Queryable, members: readonly T[]): Promise<Written<R>[]>;
  /**
   * The second look, a statement of its own, at members that are `recorded`: the answer of the first call, or why it is
   * another's. `undefined`: nothing is recorded.
   */
  look(db: Queryable, members: readonly T[]): Promise<(Verdict<R> | undefined)[]>;
  /** Two members of a workflow with the same identity are never in one statement. */
  identityOf(member: T): unknown;
  /** Members of a workflow with the same one have their effects in the order in which they came. Absent: any order does. */
  orderOf?(member: T): string;
  bytesOf(member: T): number;
  /**
   * Which members the statement was undone for by another writer that came first; they are tried again alone, at once,
   * and the others together. `undefined`: it failed for another reason.
   */
  collided?(members: readonly T[], failure: unknown): readonly T[] | undefined;
  /** Tells who waits for it, after the commit. May be called twice for one effect. */
  announce?(announcer: Announcer, member: T, result: R): void;
}

/** The identity of an operation with a checkpoint. */
export function callIdentity(call: FencedCall): unknown {
  return call.functionId;
}

/** The answer of a statement that has none of its own. */
export function effectOnly(verdict: FenceVerdict): Written<void> {
  return verdict.kind === 'applied' ? { kind: 'applied', result: undefined } : verdict;
}

/**
 * The second look of a kind that records checkpoints: the same name and the same start are the first call, which
 * `answer` answers as it was answered then.
 */
export async function lookAtCheckpoints<T extends FencedCall, R>(
  db: Queryable,
  members: readonly T[],
  { nameOf, answer }: { nameOf: (member: T) => string; answer: (found: FoundCheckpoint, member: T) => R },
): Promise<(Verdict<R> | undefined)[]> {
  const found = await findCheckpoints(db, members);
  return members.map((member, index) => {
    const checkpoint = found[index];
    if (checkpoint === undefined) return undefined;
    const error = mismatch(member, nameOf(member), checkpoint);
    return error ? { kind: 'failed', error } : { kind: 'done', result: answer(checkpoint, member) };
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
