import type { Entry } from '../history/entry.js';
import { placed, type PlacedOp, type Program } from '../script/op.js';
import type { OperationRow, Tables } from '../tables.js';

/** All that is known of a run that has ended. */
export interface Evidence {
  /** Every program, those of children too. */
  readonly programs: readonly Program[];
  /** In the order of time. */
  readonly history: readonly Entry[];
  readonly tables: Tables;
}

/** A promise that was broken. */
export interface Violation {
  readonly rule: string;
  readonly detail: string;
}

/** A promise as a function: what it finds broken. It asks nobody and changes nothing. */
export type Checker = (evidence: Evidence) => Violation[];

type PlacedOf<Kind extends PlacedOp['op']['do']> = PlacedOp & {
  readonly op: Extract<PlacedOp['op'], { do: Kind }>;
};

/** The operations of one kind, in the order of their places. */
export function placedOf<Kind extends PlacedOp['op']['do']>(program: Program, kind: Kind): PlacedOf<Kind>[] {
  return placed(program).filter((one): one is PlacedOf<Kind> => one.op.do === kind);
}

/** What is recorded of each workflow, in the order of function ids. */
export function operationsByWorkflow({ operations }: Tables): Map<string, OperationRow[]> {
  return groupedBy(operations, ({ workflowId }) => workflowId);
}

/** A recv with what is recorded of it. */
export interface RecordedRecv {
  readonly workflowId: string;
  readonly op: PlacedOf<'recv'>['op'];
  readonly row: OperationRow;
}

/** Recvs take their places in the order of their calls, so the n-th of a program is the n-th that is recorded. */
export function recordedRecvs({ programs, tables }: Evidence): RecordedRecv[] {
  const byWorkflow = operationsByWorkflow(tables);
  return programs.flatMap((program) => {
    const { workflowId } = program;
    const rows = (byWorkflow.get(workflowId) ?? []).filter(({ name }) => name === 'DBOS.recv');
    return placedOf(program, 'recv').flatMap(({ op }, index) => {
      const row = rows[index];
      return row === undefined ? [] : [{ workflowId, op, row }];
    });
  });
}

export function groupedBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** When something was begun first, and when its success was known first. */
export interface Span {
  invokedUs: number;
  okUs: number;
  okWallMs: number;
}

/** The spans of what a history holds, over all lives of its processes. */
export function spansOf<T extends Entry>(
  entries: readonly T[],
  keyOf: (entry: T) => string,
): Map<string, Span> {
  const spans = new Map<string, Span>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const span = spans.get(key) ?? { invokedUs: Infinity, okUs: Infinity, okWallMs: Infinity };
    spans.set(key, span);
    if (!('phase' in entry)) continue;
    if (entry.phase === 'invoke') span.invokedUs = Math.min(span.invokedUs, entry.tUs);
    if (entry.phase !== 'ok' || entry.tUs >= span.okUs) continue;
    span.okUs = entry.tUs;
    span.okWallMs = entry.wallMs;
  }
  return spans;
}

/** The entries of one operation. */
export function entriesOf<Op extends Entry['op']>(
  history: readonly Entry[],
  op: Op,
): Extract<Entry, { op: Op }>[] {
  return history.filter((entry): entry is Extract<Entry, { op: Op }> => entry.op === op);
}
