import { randomUUID } from 'node:crypto';
import type { contract } from '@dbosd/shared';
import { workflowIfInBody } from '../context/context.js';
import { recordFailure, unstorable } from '../execution/record-failure.js';
import type { Recorded } from '../execution/replay.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import { decodeError, decodePayload, encodeValue, type WrittenValue } from '../values.js';

export interface RecordOptions {
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
