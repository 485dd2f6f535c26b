import { status } from '@grpc/grpc-js';
import type { PollingOptions } from '@dbosd/client';
import { checkNumber, checkPolling, type OptionNames, takeOptions } from '@dbosd/client/internal';
import {
  type Clock,
  DbosdError,
  DEFAULT_TIMEOUT_MS,
  durationToMs,
  MAX_TIMEOUT_MS,
  mayRetry,
  msToDuration,
  retryDelayMs,
} from '@dbosd/shared';
import { workflowIfInBody } from '../context.js';
import { DBOSError } from '../errors.js';
import type { WorkflowRun } from '../execution/workflow-run.js';

const NAME = 'DBOS.sleep';

/**
 * Sleeps: in a workflow until a recorded time, so that a recovered one sleeps the rest; never longer than it was asked
 * to, even when the database's clock has stepped back since.
 */
export async function sleep(clock: Clock, durationMs: number): Promise<void> {
  if (!Number.isFinite(durationMs)) {
    throw new DBOSError(`the duration of a sleep is ${String(durationMs)}: give a finite number`);
  }
  const run = workflowIfInBody();
  if (run === undefined) {
    await clock.sleep(durationMs);
    return;
  }
  const functionId = run.takeFunctionId();
  // As in DBOS, no sleep takes its place and records nothing.
  if (durationMs <= 0) {
    run.throwIfStopped();
    return;
  }
  await run.once(
    functionId,
    NAME,
    (found) => pause(clock, run, Math.min(run.replay.remainingMs(found), durationMs)),
    async () => {
      await pause(clock, run, await deadline(run, functionId, durationMs, false));
    },
  );
}

/** Records the limit of a wait, unless it is recorded. Answers what is left of it, in ms. */
export async function waitLimit(run: WorkflowRun, functionId: number, timeoutMs: number): Promise<number> {
  return run.once(
    functionId,
    NAME,
    (found) => Promise.resolve(Math.min(run.replay.remainingMs(found), timeoutMs)),
    () => deadline(run, functionId, timeoutMs, true),
  );
}

async function deadline(
  run: WorkflowRun,
  functionId: number,
  durationMs: number,
  isTimeout: boolean,
): Promise<number> {
  const duration = msToDuration(Math.min(durationMs, MAX_TIMEOUT_MS));
  const body = { recordDeadline: { duration, isTimeout } };
  const { deadlineRecorded } = await run.perform({ functionId, startedAtMs: Date.now(), body });
  const remaining = deadlineRecorded?.remaining;
  return remaining ? durationToMs(remaining) : 0;
}

async function pause(clock: Clock, run: WorkflowRun, ms: number): Promise<void> {
  if (ms > 0) await clock.sleep(ms, run.signal);
  run.throwIfStopped();
}

const POLLING: OptionNames<PollingOptions> = { pollingIntervalMs: true };

/** Checks the options of a wait without an end of its own. Throws INVALID_FIELD. */
export function checkPollingOptions(options: PollingOptions | undefined): void {
  if (options === undefined) return;
  takeOptions('options', options, POLLING);
  checkPolling(options);
}

/** How long to wait. `deadlineEpochMS` holds where both are given. */
export interface WaitOptions extends PollingOptions {
  timeoutSeconds?: number;
  deadlineEpochMS?: number;
}

const OPTIONS: OptionNames<WaitOptions> = {
  timeoutSeconds: true,
  deadlineEpochMS: true,
  pollingIntervalMs: true,
};

/** The timeout in ms, undefined where none is given. Less than nothing stays so: DBOS records it. */
export function timeoutMsOf(options: number | WaitOptions | undefined): number | undefined {
  if (options === undefined) return undefined;
  if (typeof options === 'number') return checked('timeoutSeconds', options, (seconds) => seconds * 1000);
  const { deadlineEpochMS, timeoutSeconds } = takeOptions('options', options, OPTIONS);
  checkPolling(options);
  if (deadlineEpochMS !== undefined) {
    return checked('deadlineEpochMS', deadlineEpochMS, (deadlineMs) => deadlineMs - Date.now());
  }
  return timeoutSeconds === undefined
    ? undefined
    : checked('timeoutSeconds', timeoutSeconds, (seconds) => seconds * 1000);
}

/** The same for `recv` and `getEvent`, which wait 60 s where nothing is said. */
export function timeoutMsOrDefault(options: number | WaitOptions | undefined): number {
  return timeoutMsOf(options) ?? DEFAULT_TIMEOUT_MS;
}

function checked(field: string, given: number, msOf: (given: number) => number): number {
  checkNumber(field, given);
  return Math.max(-MAX_TIMEOUT_MS, Math.min(msOf(given), MAX_TIMEOUT_MS));
}

/**
 * Asks a daemon. In a workflow, retries while no daemon or no database is available, until the workflow is stopped: an
 * outage delays a workflow and is not an outcome of it. For reads, and for changes that are safe to repeat.
 */
export async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  const run = workflowIfInBody();
  if (run === undefined) return ask();
  for (let retries = 0; ; retries += 1) {
    try {
      return await ask();
    } catch (error) {
      run.throwIfStopped();
      if (!(error instanceof DbosdError) || !isTransient(error)) throw error;
      await run.parts.clock.sleep(retryDelayMs(error, retries), run.signal).catch(() => undefined);
      run.throwIfStopped();
    }
  }
}

function isTransient(error: DbosdError): boolean {
  if (error.reason !== 'TRANSPORT') return mayRetry(error, true);
  return error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED;
}
