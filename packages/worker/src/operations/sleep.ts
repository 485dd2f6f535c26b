import { durationToMs, MAX_TIMEOUT_MS, msToDuration, type Clock } from '@dbosd/shared';
import { workflowIfInBody } from '../context/context.js';
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
