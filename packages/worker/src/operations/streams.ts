import type { DBOSClient, PollingOptions, WorkflowSerializationFormat } from '@dbosd/client';
import {
  checkFlag,
  checkPolling,
  type OptionNames,
  streamTimeoutMsOf,
  takeOptions,
} from '@dbosd/client/internal';
import {
  checkKey,
  checkWorkflowId,
  type contract,
  DbosdError,
  encodeError,
  invalidField,
  isCloseMarker,
} from '@dbosd/shared';
import { currentContext, workflowIfInBody } from '../context.js';
import {
  DBOSInvalidWorkflowTransitionError,
  DBOSNonExistentWorkflowError,
  DBOSStreamNondeterminismError,
  isStreamTimeoutError,
} from '../errors.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import { decodePayload, encodeGiven, encodeValue } from '../values.js';
import { outcomeOf } from './recorded.js';
import { untilAnswered } from './waits.js';

export interface ReadStreamOptions extends PollingOptions {
  /** Where to begin. Absent: 0. */
  offset?: number;
  /** How long to wait for each value, in seconds, before DBOSStreamTimeoutError is thrown. Absent: no limit. */
  timeoutSeconds?: number;
}
export type ReadStreamOffsetOptions = Omit<ReadStreamOptions, 'offset'>;

const READ_OPTIONS: OptionNames<ReadStreamOptions> = {
  offset: true,
  timeoutSeconds: true,
  pollingIntervalMs: true,
};
const OFFSET_OPTIONS: OptionNames<ReadStreamOffsetOptions> = {
  timeoutSeconds: true,
  pollingIntervalMs: true,
};

/** What is recorded in place of a value where the stream had ended, as DBOS has it. */
const END = '__DBOS_STREAM_CLOSED__';

/**
 * The values of a stream in order, each once, until it is closed or its workflow ends. In a workflow each value is
 * recorded before it is given, so that a replay reads the same.
 */
export async function* readStream(
  client: DBOSClient,
  workflowID: string,
  key: string,
  options: ReadStreamOptions,
): AsyncGenerator<unknown, void, unknown> {
  const run = workflowIfInBody();
  if (run === undefined) {
    yield* explained(client.readStream(workflowID, key, options));
    return;
  }
  // Also in a replay, which would give what is recorded whatever is asked for. (`tail` could not be replayed.)
  const taken = takeOptions('options', options, READ_OPTIONS);
  checkWait(options);
  checkWorkflowId('workflowID', workflowID);
  const reader = new LiveReader(run, client, workflowID, checkKey('key', key), taken);
  try {
    for (let given = 0; ; given += 1) {
      const value = await readOnce(run, key, 'DBOS.readStream', async () => {
        const { value: live, done } = await untilAnswered(() => reader.next(given));
        return done === true ? END : live;
      });
      if (value === END) return;
      yield value;
    }
  } finally {
    await reader.close();
  }
}

/** The value at one offset of a stream, or at the first after a gap. In a workflow it is one recorded step. */
export async function readStreamOffset(
  client: DBOSClient,
  workflowID: string,
  key: string,
  offset: number,
  options: ReadStreamOffsetOptions,
): Promise<unknown> {
  const run = workflowIfInBody();
  if (run === undefined)
    return client.readStreamOffset(workflowID, key, offset, options).catch(throwExplained);
  const taken = takeOptions('options', options, OFFSET_OPTIONS);
  checkWait(options);
  const read = { ...taken, signal: run.signal };
  return readOnce(run, key, 'DBOS.readStreamOffset', () =>
    untilAnswered(() => client.readStreamOffset(workflowID, key, offset, read).catch(throwExplained)),
  );
}

function checkWait(options: ReadStreamOffsetOptions): void {
  checkPolling(options);
  streamTimeoutMsOf(options.timeoutSeconds);
}

/** A stream as it is now, begun when the first value is asked for that is not recorded. */
class LiveReader {
  readonly #open: () => AsyncGenerator<unknown, void, unknown>;
  #values: AsyncGenerator<unknown, void, unknown> | undefined;

  constructor(
    run: WorkflowRun,
    client: DBOSClient,
    workflowID: string,
    key: string,
    options: ReadStreamOptions,
  ) {
    this.#open = () => explained(client.readStream(workflowID, key, { ...options, signal: run.signal }));
  }

  /**
   * The value after so many that have been given. They are skipped: because of gaps offsets cannot be counted. A reader
   * that failed is begun again by the next call.
   */
  async next(given: number): Promise<IteratorResult<unknown, void>> {
    try {
      if (this.#values === undefined) {
        this.#values = this.#open();
        for (let passed = 0; passed < given; passed += 1) {
          const result = await this.#values.next();
          if (result.done === true) return result;
        }
      }
      return await this.#values.next();
    } catch (error) {
      this.#values = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#values?.return();
  }
}

/** One recorded value. Its place is taken before it is awaited; two reads at once would be replayed by chance. */
async function readOnce(
  run: WorkflowRun,
  key: string,
  name: string,
  live: () => Promise<unknown>,
): Promise<unknown> {
  if (run.isReadingStream) throw new DBOSStreamNondeterminismError(run.workflowId, key);
  run.isReadingStream = true;
  const functionId = run.takeFunctionId();
  try {
    return await run.once(functionId, name, outcomeOf, async () => {
      const startedAtMs = Date.now();
      try {
        const output = encodeValue('value', await live(), false);
        await run.perform({ functionId, startedAtMs, body: { recordStep: { functionName: name, output } } });
        return decodePayload(output);
      } catch (error) {
        run.throwIfStopped();
        // A timeout is an outcome, as null is one of getEvent: a replay must see it. Other failures may be transient.
        if (isStreamTimeoutError(error)) {
          const recordStep = { functionName: name, error: encodeError(error, false) };
          await run.perform({ functionId, startedAtMs, body: { recordStep } });
        }
        throw error;
      }
    });
  } finally {
    run.isReadingStream = false;
  }
}

async function* explained(
  values: AsyncGenerator<unknown, void, unknown>,
): AsyncGenerator<unknown, void, unknown> {
  try {
    yield* values;
  } catch (error) {
    throwExplained(error);
  }
}

function throwExplained(error: unknown): never {
  if (error instanceof DbosdError && error.reason === 'WORKFLOW_NOT_FOUND') {
    throw new DBOSNonExistentWorkflowError(error.message);
  }
  throw error;
}

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
