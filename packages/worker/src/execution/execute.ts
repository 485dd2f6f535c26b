import { DbosdError, encodeError, type Reason } from '@dbosd/shared';
import { NO_DEFAULTS, runIn } from '../context/context.js';
import { DBOSInvalidWorkflowTransitionError } from '../errors.js';
import type { ConfiguredInstance } from '../registry/configured-instance.js';
import type { Registration } from '../registry/registrations.js';
import type { Logger } from '../logger.js';
import { decodePayload, encodeValue, type WrittenValue } from '../values.js';
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
      log.error(`the outcome of workflow ${run.workflowId} could not be recorded: ${textOf(error)}`);
    }
    return { kind: 'parked' };
  } finally {
    // What the workflow has left running can write no more.
    run.stop(() => ended(run));
  }
}

async function untilRecorded(run: WorkflowRun, body: Body, log: Logger): Promise<RunOutcome> {
  let output: WrittenValue;
  try {
    output = encodeValue('result', await run.effects.settled(() => call(run, body)), run.isPortable);
  } catch (error) {
    return threw(run, error, log);
  }
  run.throwIfStopped();
  try {
    await finish(run, { output });
  } catch (error) {
    return threw(run, ofOutcome(error), log);
  }
  return { kind: 'returned', value: decodePayload(output, run) };
}

async function threw(run: WorkflowRun, error: unknown, log: Logger): Promise<RunOutcome> {
  run.throwIfStopped();
  log.error(`workflow ${run.workflowId} (${run.parts.workflowName}) failed: ${textOf(error)}`);
  try {
    await finish(run, { error: encodeError(error, run.isPortable) });
  } catch (failure) {
    // Of an error that cannot be stored the reason can be.
    const reason = ofOutcome(failure);
    await finish(run, { error: encodeError({ name: reason.name, message: reason.message }, run.isPortable) });
    return { kind: 'threw', error: reason };
  }
  return { kind: 'threw', error };
}

/** A result or an error that the daemon cannot store is an error of the workflow. Anything else is thrown on. */
function ofOutcome(error: unknown): DbosdError {
  if (error instanceof DbosdError && UNSTORABLE.includes(error.reason)) return error;
  throw error;
}

const UNSTORABLE: readonly Reason[] = ['PAYLOAD_TOO_LARGE', 'INVALID_FIELD'];

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
  // Nobody can hear of a message that comes now: it stays for a later run of the workflow.
  if (run.lane.open.size > 0) run.parts.connection.abandonWaits(run.lane, ended(run));
  await run.perform({ startedAtMs: Date.now(), body: { finishWorkflow: outcome } });
}

function ended({ workflowId }: WorkflowRun): DBOSInvalidWorkflowTransitionError {
  return new DBOSInvalidWorkflowTransitionError(
    `workflow ${workflowId} has ended: await its operations before it returns`,
  );
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
