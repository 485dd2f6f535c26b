import { dedupedValue, placed, stepName, writtenValue, type PlacedOp, type Program } from '../script/op.js';
import type { OperationRow, StreamRow } from '../tables.js';
import { entriesOf, groupedBy, operationsByWorkflow, type Checker, type Violation } from './evidence.js';

type Found = (rule: string, detail: string) => void;

/**
 * A stream holds what its workflow wrote, in the order of the calls and without a gap: each write of the workflow once;
 * of a step with `dedupe` once; of a step without, for each execution the writes that it came to, those of the recorded
 * one whole and last. Nothing stands behind the mark that closes it.
 */
export const streamsAreWhole: Checker = (evidence) => {
  const violations: Violation[] = [];
  const rows = groupedBy(evidence.tables.streams, streamOf);
  const operations = operationsByWorkflow(evidence.tables);
  const expected = new Set<string>();
  for (const program of evidence.programs) {
    for (const [key, slots] of slotsOf(program)) {
      const stream = streamOf({ workflowId: program.workflowId, key });
      expected.add(stream);
      const found: Found = (rule, detail) => violations.push({ rule, detail: `${stream}: ${detail}` });
      checkOffsets(rows.get(stream) ?? [], found);
      const steps = operations.get(program.workflowId) ?? [];
      checkValues({ slots, steps, rows: rows.get(stream) ?? [] }, found);
    }
  }
  for (const stream of rows.keys()) {
    if (!expected.has(stream)) violations.push({ rule: 'stream from nowhere', detail: stream });
  }
  return violations;
};

/** Every reader has read what the store holds, from where it began, each value once, and all of it by its end. */
export const readersSeeTheStream: Checker = ({ history, tables }) => {
  const violations: Violation[] = [];
  const values = groupedBy(tables.streams, streamOf);
  const ends = new Set(entriesOf(history, 'readEnd').map(({ reader }) => reader));
  for (const [reader, reads] of groupedBy(entriesOf(history, 'read'), (read) => read.reader)) {
    const stream = values.get(streamOf(reads[0] ?? { workflowId: '', key: '' })) ?? [];
    const stored = stream.flatMap(({ value }) => (value === undefined ? [] : [value]));
    const wrong = reads.find(({ offset, value }, index) => offset !== index || stored[index] !== value);
    if (wrong !== undefined) {
      violations.push({
        rule: 'reader saw another stream',
        detail: `${reader}: ${wrong.value} at ${String(wrong.offset)}`,
      });
    } else if (ends.has(reader) && reads.length < stored.length) {
      violations.push({
        rule: 'reader was ended early',
        detail: `${reader} after ${String(reads.length)} values`,
      });
    }
  }
  return violations;
};

function streamOf({ workflowId, key }: { workflowId: string; key: string }): string {
  return `${key} of ${workflowId}`;
}

/** The operations that write to each stream, in order. */
function slotsOf(program: Program): Map<string, PlacedOp[]> {
  return groupedBy(
    placed(program).filter(({ op }) => keyOf(op) !== undefined),
    ({ op }) => keyOf(op) ?? '',
  );
}

function keyOf(op: PlacedOp['op']): string | undefined {
  if (op.do === 'write' || op.do === 'close') return op.key;
  return op.do === 'step' ? op.writes?.key : undefined;
}

function checkOffsets(rows: readonly StreamRow[], found: Found): void {
  const gap = rows.findIndex(({ offset }, index) => offset !== index);
  if (gap >= 0) found('stream with a gap', `offset ${String(rows[gap]?.offset)} at place ${String(gap)}`);
}

interface Stream {
  readonly slots: readonly PlacedOp[];
  readonly rows: readonly StreamRow[];
  /** What its workflow has recorded. */
  readonly steps: readonly OperationRow[];
}

function checkValues({ slots, rows, steps }: Stream, found: Found): void {
  const rest = [...rows];
  const take = (wanted: string | undefined, what: string): void => {
    if (rest.length > 0 && rest[0]?.value === wanted) rest.shift();
    else found('stream with other values', `${what} is missing, there is ${String(rest[0]?.value)}`);
  };
  for (const { path, op } of slots) {
    if (op.do === 'write') take(writtenValue(path), writtenValue(path));
    if (op.do === 'close') take(undefined, 'the mark of its end');
    if (op.do !== 'step' || op.writes === undefined) continue;
    const { count, dedupe } = op.writes;
    if (dedupe) {
      for (let n = 1; n <= count; n += 1) take(dedupedValue(path, n), dedupedValue(path, n));
    } else {
      const row = steps.find(({ name }) => name === stepName(path));
      checkTries(takeTries(rest, path), { recorded: String(row?.output), count, path }, found);
    }
  }
  if (rest.length > 0) found('stream with more values', String(rest[0]?.value));
}

interface Try {
  readonly execution: string;
  readonly numbers: number[];
}

/** Takes what executions of a step have written from the front. */
function takeTries(rest: StreamRow[], path: string): Try[] {
  const tries: Try[] = [];
  for (;;) {
    const parts = rest[0]?.value?.split(' ') ?? [];
    const [kind, at, execution = '', n = ''] = parts;
    if (kind !== 'try' || at !== path) return tries;
    rest.shift();
    if (tries.at(-1)?.execution !== execution) tries.push({ execution, numbers: [] });
    // A write that a break of the stream or of the database came upon is sent again: at least once is the promise.
    const numbers = tries.at(-1)?.numbers;
    if (numbers?.at(-1) !== Number(n)) numbers?.push(Number(n));
  }
}

function checkTries(
  tries: readonly Try[],
  { recorded, count, path }: { recorded: string; count: number; path: string },
  found: Found,
): void {
  if (new Set(tries.map(({ execution }) => execution)).size < tries.length) {
    found('tries of a step mixed', `step ${path}`);
  }
  for (const { execution, numbers } of tries) {
    if (numbers.some((n, index) => n !== index + 1)) {
      found('try of a step with a gap', `step ${path}, execution ${execution}: ${numbers.join(' ')}`);
    }
  }
  const last = tries.at(-1);
  if (last?.execution !== recorded || last.numbers.length !== count) {
    found('recorded try of a step not whole', `step ${path}, execution ${recorded}`);
  }
}
