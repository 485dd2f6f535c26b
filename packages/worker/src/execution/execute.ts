import { DbosdError, encodeError, encodeErrorInShort, type Reason, stackOf } from '@dbosd/shared';
import { NO_DEFAULTS, runIn } from '../context.js';
import { DBOSInvalidWorkflowTransitionError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { Registration } from '../registry/registrations.js';
import type { ConfiguredInstance } from '../registry/registry.js';
import { decodePayload, encodeResult, type OutcomeFormat, type WrittenValue } from '../values.js';
import { quiet, type RunOutcome, type WorkflowRun } from './workflow-run.js';

/** What an execution runs. */
export interface Body {
  readonly registration: Registration;
  readonly instance: ConfiguredInstance | undefined;
  /** Throws where the recorded arguments cannot be read. */
  readonly args: () => unknown[];
}

/** Runs a workflow to its end, and records the outcome if it is still its to record. Never rejects. */
export async function execute(run: WorkflowRun, body: Body, log: Logger): Promise<RunOutcome> {
  try {
    return await untilRecorded(run, body, log);
  } catch (error) {
    if (run.stopCause === undefined) {
      log.error(cut(`the outcome of workflow ${run.workflowId} could not be recorded: ${stackOf(error)}`));
    }
    return { kind: 'parked' };
  } finally {
    // What the workflow has left running can write no more.
    run.stop(() => ended(run));
  }
}

async function untilRecorded(run: WorkflowRun, body: Body, log: Logger): Promise<RunOutcome> {
  let output: WrittenValue;
  let value: unknown;
  try {
    output = encodeResult(await run.effects.settled(() => call(run, body)), run.parts.outcomeFormat);
    value = decodePayload(output, run);
  } catch (error) {
    return threw(run, error, log);
  }
  run.throwIfStopped();
  try {
    await finish(run, { output });
  } catch (error) {
    return threw(run, unstorable(error), log);
  }
  return { kind: 'returned', value };
}

async function threw(run: WorkflowRun, error: unknown, log: Logger): Promise<RunOutcome> {
  run.throwIfStopped();
  log.error(cut(`workflow ${run.workflowId} (${run.parts.workflowName}) failed: ${stackOf(error)}`));
  await recordFailure(error, run.parts.outcomeFormat, (written) => finish(run, { error: written }));
  return { kind: 'threw', error };
}

/** Lines of the log are cut to so many characters: what is thrown has no limit. */
const LONGEST_LINE = 16_384;

function cut(line: string): string {
  return line.slice(0, LONGEST_LINE);
}

function call(run: WorkflowRun, { registration, instance, args }: Body): Promise<unknown> {
  const { user, roles } = run.parts.authentication;
  const defaults = { ...NO_DEFAULTS, next: { workflowId: undefined }, user, roles };
  return quiet(
    runIn({ run, step: undefined, defaults }, async (): Promise<unknown> =>
      registration.original.apply(instance, args()),
    ),
  );
}

async function finish(run: WorkflowRun, outcome: object): Promise<void> {
  // A message that comes now cannot be received any more: it stays for a later run of the workflow.
  if (run.lane.open.size > 0) run.parts.connection.abandonWaits(run.lane, ended(run));
  await run.perform({ startedAtMs: Date.now(), body: { finishWorkflow: outcome } });
}

function ended({ workflowId }: WorkflowRun): DBOSInvalidWorkflowTransitionError {
  return new DBOSInvalidWorkflowTransitionError(
    `workflow ${workflowId} has ended: await its operations before it returns`,
  );
}

const UNSTORABLE: readonly Reason[] = ['PAYLOAD_TOO_LARGE', 'INVALID_FIELD'];

/** Characters of each text of an error that are kept, one length after the other, until the daemon takes it. */
const SHORTER = [8192, 1024, 128];

/** Why the daemon cannot store what it was given. Anything else is thrown on. */
export function unstorable(error: unknown): DbosdError {
  if (error instanceof DbosdError && UNSTORABLE.includes(error.reason)) return error;
  throw error;
}

/**
 * Records what a workflow or a step threw: in short, where the daemon cannot store all of it. Rejects only with what
 * the recording itself fails with.
 */
export async function recordFailure(
  thrown: unknown,
  format: OutcomeFormat,
  record: (error: WrittenValue) => Promise<void>,
): Promise<void> {
  // In DBOS for Go's own format errors are portable records.
  const isPortable = format !== 'native';
  let written: WrittenValue = encodeError(thrown, isPortable);
  for (const length of SHORTER) {
    try {
      await record(written);
      return;
    } catch (failure) {
      written = encodeErrorInShort(thrown, { isPortable, length, why: unstorable(failure).message });
    }
  }
  await record(written);
}
