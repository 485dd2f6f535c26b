/**
 * What a scripted workflow does: data, so that a seed can make it up and a checker knows what must come out. Operations
 * are known by their path: their place in the list, and inside `together` the place behind a dot (`3.1`).
 */
export type Op =
  | { readonly do: 'send'; readonly to: string; readonly topic?: string }
  | { readonly do: 'recv'; readonly topic?: string; readonly timeoutMs: number }
  | { readonly do: 'setEvent'; readonly key: string; readonly value: number }
  | { readonly do: 'getEvent'; readonly from: string; readonly key: string; readonly timeoutMs: number }
  | { readonly do: 'write'; readonly key: string }
  | { readonly do: 'close'; readonly key: string }
  | { readonly do: 'sleep'; readonly ms: number }
  | {
      readonly do: 'step';
      /** Takes so long besides what it writes. */
      readonly ms: number;
      readonly writes?: { readonly key: string; readonly count: number; readonly dedupe: boolean };
      /** Where it sends a message with an idempotency key. */
      readonly to?: string;
      /** Fails so often before it succeeds, with retries allowed. */
      readonly failures?: number;
    }
  | { readonly do: 'child'; readonly ops: readonly Op[] }
  /** Begun in this order, and awaited together. Nothing in it takes a second place later, so no `child`. */
  | { readonly do: 'together'; readonly ops: readonly Exclude<Op, { do: 'child' | 'together' }>[] };

/** A workflow with what it does. */
export interface Program {
  readonly workflowId: string;
  readonly ops: readonly Op[];
}

/** An operation of a program, with its path. */
export interface PlacedOp {
  readonly path: string;
  readonly op: Exclude<Op, { do: 'together' }>;
}

/** The operations in the order in which they take their places. */
export function placed({ ops }: Program): PlacedOp[] {
  return ops.flatMap((op, index) =>
    op.do === 'together'
      ? op.ops.map((inner, at) => ({ path: `${String(index)}.${String(at)}`, op: inner }))
      : [{ path: String(index), op }],
  );
}

/** A program and those of its children, and of theirs. */
export function family(program: Program): Program[] {
  const children = placed(program).flatMap(({ path, op }) =>
    op.do === 'child' ? family({ workflowId: childId(program.workflowId, path), ops: op.ops }) : [],
  );
  return [program, ...children];
}

export function childId(parentId: string, path: string): string {
  return `${parentId}~${path}`;
}

/** The name under which a step is recorded. */
export function stepName(path: string): string {
  return `step ${path}`;
}

/** Values say where they come from, so that no two are equal. */
export function messageValue(workflowId: string, path: string): string {
  return `message ${workflowId} ${path}`;
}

export function writtenValue(path: string): string {
  return `write ${path}`;
}

/** The n-th write of a step with `dedupe`, from 1. */
export function dedupedValue(path: string, n: number): string {
  return `once ${path} ${String(n)}`;
}

/** The n-th write of one execution of a step, from 1. */
export function triedValue(path: string, execution: string, n: number): string {
  return `try ${path} ${execution} ${String(n)}`;
}
