import { randomUUID } from 'node:crypto';
import { type StepInfo, UndecodableValue, type WorkflowStatus } from '@dbosd/client';
import { withUndecodable } from '@dbosd/client/internal';
import type { contract } from '@dbosd/shared';
import { workflowIfInBody } from '../context.js';
import { recordFailure, unstorable } from '../execution/execute.js';
import type { Recorded } from '../execution/replay.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import { decodeError, decodePayload, encodeValue, type WrittenValue } from '../values.js';

interface RecordOptions {
  /** Absent: the next one. */
  readonly functionId?: number | undefined;
  /** The workflow that it is about. */
  readonly childWorkflowId?: string | undefined;
  /** Written as plain JSON, as DBOS writes some of its own steps. */
  readonly isPortable?: boolean;
}

/**
 * Runs something of DBOS's own: in a workflow's body as a step of that name, elsewhere just so. What comes out is what
 * a replay would give: the decoded record.
 */
export function recorded<T>(
  name: string,
  callback: () => Promise<T>,
  options: RecordOptions = {},
): Promise<T> {
  const run = workflowIfInBody();
  return run === undefined ? callback() : recordedIn(run, name, callback, options);
}

/** The same, in this workflow. */
export function recordedIn<T>(
  run: WorkflowRun,
  name: string,
  callback: () => Promise<T>,
  options: RecordOptions = {},
): Promise<T> {
  const functionId = options.functionId ?? run.takeFunctionId();
  const { childWorkflowId, isPortable = false } = options;
  return run.once(
    functionId,
    name,
    (found) => outcomeOf(found) as T,
    async () => {
      const startedAtMs = Date.now();
      const record = async (outcome: contract.RecordStep): Promise<void> => {
        const recordStep = { functionName: name, childWorkflowId, ...outcome };
        await run.perform({ functionId, startedAtMs, body: { recordStep } });
      };
      const confirmedFirst = async (): Promise<T> => {
        const confirmed = run.confirmed();
        if (confirmed !== undefined) await confirmed;
        return callback();
      };
      return recordOutcome(run, confirmedFirst, {
        isPortable,
        record: (outcome) =>
          record(
            outcome.error === undefined && !isPortable ? { ...outcome, withoutSerialization: true } : outcome,
          ),
      }) as Promise<T>;
    },
  );
}

interface Recording {
  readonly isPortable: boolean;
  readonly record: (outcome: contract.RecordStep) => Promise<void>;
}

/**
 * Runs something, and records what comes out of it: its result, as a replay would give it, or its error. A result that
 * cannot be stored, or not be read again, is an error.
 */
export async function recordOutcome(
  run: WorkflowRun,
  callback: () => Promise<unknown>,
  { isPortable, record }: Recording,
): Promise<unknown> {
  const failed = async (error: unknown): Promise<never> => {
    // Stopped in the middle, it has no outcome.
    run.throwIfStopped();
    await recordFailure(error, 'native', (written) => record({ error: written }));
    throw error;
  };
  let output: WrittenValue;
  let value: unknown;
  try {
    output = encodeValue('result', await callback(), isPortable);
    value = decodePayload(output, run);
  } catch (error) {
    return failed(error);
  }
  try {
    await record({ output });
  } catch (error) {
    return failed(unstorable(error));
  }
  return value;
}

/** What a recorded step returned, or what it threw. */
export function outcomeOf({ checkpoint }: Recorded): unknown {
  if (checkpoint.error !== null) throw decodeError(checkpoint.error);
  return decodePayload(checkpoint.output);
}

/** The time of the first run, in ms since the epoch. */
export function now(): Promise<number> {
  return recorded('DBOS.now', () => Promise.resolve(Date.now()));
}

/** The UUID of the first run. */
export function uuid(): Promise<string> {
  return recorded('DBOS.randomUUID', () => Promise.resolve(randomUUID()));
}

// Values that cannot be read are recorded with a mark, so that a replay does not take their texts for values.

/** An UndecodableValue as it is recorded. */
export interface RecordedMark {
  readonly data?: string | undefined;
  readonly serialization?: string | undefined;
}

export function markOf({ data, serialization }: UndecodableValue): RecordedMark {
  return { data, serialization };
}

export function valueOf(mark: RecordedMark): UndecodableValue {
  return new UndecodableValue(mark);
}

type Shown = WorkflowStatus | StepInfo;

/**
 * As `recorded`, for a read of statuses or steps, one or a list. Their `undecodable` is not enumerable, so it would not
 * be stored: it is recorded like any other field, and given back as it was.
 */
export async function recordedShown<R extends Shown | readonly Shown[] | null | undefined>(
  name: string,
  read: () => Promise<R>,
  options?: RecordOptions,
): Promise<R> {
  if (workflowIfInBody() === undefined) return read();
  const found = await recorded(name, async () => forEach(await read(), marked), options);
  return forEach(found, unmarked);
}

function forEach<R extends Shown | readonly Shown[] | null | undefined>(
  found: R,
  change: (shown: Shown) => Shown,
): R {
  if (!found) return found;
  return (Array.isArray(found) ? found.map(change) : change(found as Shown)) as R;
}

function marked(shown: Shown): Shown {
  const { undecodable } = shown;
  return undecodable === undefined ? shown : { ...shown, undecodable: mapped(undecodable, markOf) };
}

function unmarked(found: Shown): Shown {
  const { undecodable, ...shown } = found;
  return undecodable === undefined ? found : withUndecodable(shown as Shown, mapped(undecodable, valueOf));
}

function mapped<From, To>(
  fields: Readonly<Record<string, From>>,
  change: (field: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]));
}
