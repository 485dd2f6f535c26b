import type { WorkflowSerializationFormat } from '@dbosd/client';
import { checkFlag, takeOptions, type OptionNames } from '@dbosd/client/internal';
import { checkKey, invalidField, isCloseMarker, type contract } from '@dbosd/shared';
import { currentContext } from '../context/context.js';
import { DBOSInvalidWorkflowTransitionError } from '../errors.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import { encodeGiven } from '../values.js';

export interface WriteStreamOptions {
  /** How the value is written. Absent: as the workflow's values are. */
  serializationType?: WorkflowSerializationFormat;
  /**
   * In a step: store this write only if no earlier try has. It needs the same writes in the same order in every try,
   * and for one stream always or never. In a workflow every write is exactly once anyway.
   */
  dedupe?: boolean;
}

/**
 * Appends a value to a stream of the workflow: from the workflow itself exactly once, from a step once for each try (or
 * once, with `dedupe`). It need not be awaited: values keep the order of the calls.
 */
export function writeStream(key: string, value: unknown, options: WriteStreamOptions): Promise<void> {
  const { serializationType: format, dedupe = false } = takeOptions('options', options, OPTIONS);
  checkFlag('options.dedupe', dedupe);
  return append('DBOS.writeStream', key, ({ isPortable }, ordinal) => {
    const written = encodeGiven('value', value, format, isPortable);
    if (isCloseMarker(written)) {
      throw invalidField(
        'value',
        'is the mark by which DBOS closes a stream: write another, or call DBOS.closeStream',
      );
    }
    const dedupeOrdinal = dedupe ? ordinal() : undefined;
    return {
      writeStream: { key, value: written, dedupeOrdinal },
    };
  });
}

/** Closes a stream of the workflow: its readers end. Closing it twice is fine. */
export function closeStream(key: string): Promise<void> {
  return append('DBOS.closeStream', key, () => ({ closeStream: { key } }));
}

const OPTIONS: OptionNames<WriteStreamOptions> = { serializationType: true, dedupe: true };

type StreamBody = Pick<contract.DurableOperation, 'writeStream' | 'closeStream'>;

function append(
  name: string,
  key: string,
  bodyOf: (run: WorkflowRun, ordinal: () => number | undefined) => StreamBody,
): Promise<void> {
  const { run, step } = currentContext();
  if (run === undefined) {
    throw new DBOSInvalidWorkflowTransitionError(
      `${name} is called outside a workflow: a stream is written by its own workflow and its steps`,
    );
  }
  const order = `stream:${key}`;
  if (step !== undefined) {
    const appending = async (): Promise<void> => {
      checkKey('key', key);
      await step.perform({ startedAtMs: Date.now(), body: bodyOf(run, () => step.nextWrite(key)), order });
    };
    return step.effects.note(appending());
  }
  const functionId = run.takeFunctionId();
  return run.effect(functionId, name, nothing, async () => {
    checkKey('key', key);
    await run.perform({ functionId, startedAtMs: Date.now(), body: bodyOf(run, () => undefined), order });
  });
}

function nothing(): void {
  // A recorded value is already in the stream.
}
