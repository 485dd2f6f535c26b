import { checkOptions, type OptionNames } from '@dbosd/client/internal';
import { type Clock, type contract, isError, messageOf, startTimer } from '@dbosd/shared';
import { type Context, currentContext, runIn } from '../context.js';
import { DBOSError, DBOSMaxStepRetriesError, DBOSStepTimeoutError } from '../errors.js';
import { quiet, type WorkflowRun } from '../execution/workflow-run.js';
import type { Logger } from '../logger.js';
import { outcomeOf, recordOutcome } from '../operations/recorded.js';
import { type StepStatus, StepTry } from './step-try.js';

interface StepOptions {
  readonly clock: Clock;
  readonly log: Logger;
}

/** A step as it is called. */
export interface StepCall {
  readonly name: string;
  readonly config: StepConfig;
  readonly body: () => Promise<unknown>;
}

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_BACKOFF_RATE = 2;
const LONGEST_INTERVAL_SECONDS = 3600;

/**
 * Runs a step. In a workflow it is recorded when it is done, and not run again then; until then it may run more than
 * once. Inside another step, and outside workflows, it is an ordinary call.
 */
export function runStep(parts: StepOptions, call: StepCall): Promise<unknown> {
  const context = currentContext();
  const { run, step } = context;
  if (typeof call.body !== 'function') {
    throw new TypeError(`step ${call.name} is ${typeof call.body}: give DBOS.runStep a function`);
  }
  if (run === undefined || step !== undefined) return call.body();
  const functionId = run.takeFunctionId();
  return run.once(functionId, call.name, outcomeOf, async () => {
    const startedAtMs = Date.now();
    const record = async (outcome: contract.RecordStep): Promise<void> => {
      const recordStep = { functionName: call.name, ...outcome };
      await run.perform({ functionId, startedAtMs, body: { recordStep } });
    };
    return recordOutcome(run, () => tryUntilDone({ ...parts, call, context, run, functionId }), {
      isPortable: false,
      record,
    });
  });
}

interface Trying extends StepOptions {
  readonly call: StepCall;
  readonly context: Context;
  readonly run: WorkflowRun;
  readonly functionId: number;
}

async function tryUntilDone(trying: Trying): Promise<unknown> {
  const { call, run, clock, log } = trying;
  const { retriesAllowed = false, maxAttempts = DEFAULT_ATTEMPTS } = call.config;
  if (!retriesAllowed) return oneTry(trying, 1);
  const errors: Error[] = [];
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    try {
      return await oneTry(trying, attempt);
    } catch (thrown) {
      run.throwIfStopped();
      const error = isError(thrown) ? thrown : new Error(messageOf(thrown));
      if (call.config.shouldRetry !== undefined && !(await call.config.shouldRetry(thrown))) throw thrown;
      errors.push(error);
      log.warn(
        `step ${call.name} failed in try ${String(attempt)} of ${String(maxAttempts)}: ${messageOf(error)}`,
      );
    }
    if (attempt < maxAttempts) await clock.sleep(intervalMs(call.config, attempt), run.signal);
  }
  throw new DBOSMaxStepRetriesError(call.name, maxAttempts, errors);
}

/** Before the try that follows this one. */
function intervalMs(config: StepConfig, attempt: number): number {
  const { intervalSeconds = DEFAULT_INTERVAL_SECONDS, backoffRate = DEFAULT_BACKOFF_RATE } = config;
  return Math.min(intervalSeconds * backoffRate ** (attempt - 1), LONGEST_INTERVAL_SECONDS) * 1000;
}

async function oneTry(trying: Trying, attempt: number): Promise<unknown> {
  const { call, context, run, functionId } = trying;
  // A step of a workflow that was cancelled does not begin: the daemon is asked where that may have happened unnoticed.
  const confirmed = run.confirmed();
  if (confirmed !== undefined) await confirmed;
  run.throwIfStopped();
  const { timeoutMS } = call.config;
  const timing = timeoutMS === undefined ? undefined : new AbortController();
  const status = statusOf(trying, attempt, timing?.signal);
  const step = new StepTry(run, call.name, functionId, attempt, status);
  const body = quiet(runIn({ ...context, step }, () => step.effects.settled(async () => call.body())));
  try {
    if (timeoutMS === undefined || timing === undefined) return await body;
    return await withTimeout(body, timeoutMS, () => {
      const error = new DBOSStepTimeoutError(call.name, timeoutMS);
      step.abandon();
      timing.abort(error);
      return error;
    });
  } finally {
    // Whatever continues after it is no longer part of the step.
    step.end();
  }
}

/** The body goes on when it takes too long, but it is not awaited. */
async function withTimeout(body: Promise<unknown>, ms: number, timedOut: () => Error): Promise<unknown> {
  let cancelTimer: (() => void) | undefined;
  const timeout = new Promise<never>((_, reject) => {
    cancelTimer = startTimer(ms, () => {
      reject(timedOut());
    });
  });
  try {
    return await Promise.race([body, timeout]);
  } finally {
    cancelTimer?.();
  }
}

function statusOf(
  { call, run, functionId }: Trying,
  attempt: number,
  timeoutSignal?: AbortSignal,
): StepStatus {
  const { retriesAllowed = false, maxAttempts = DEFAULT_ATTEMPTS } = call.config;
  return {
    stepID: functionId,
    ...(retriesAllowed ? { currentAttempt: attempt, maxAttempts } : {}),
    ...(timeoutSignal === undefined ? {} : { timeoutSignal }),
    get cancelSignal() {
      return run.signal;
    },
  };
}

/** How a step is tried. */
export interface StepConfig {
  /** Whether it is tried again when it throws. Absent: no. */
  retriesAllowed?: boolean;
  /** Seconds before the second try. Absent: 1. */
  intervalSeconds?: number;
  /** How often it is tried in all. Absent: 3. */
  maxAttempts?: number;
  /** By what the interval is multiplied after each try, up to an hour. Absent: 2. */
  backoffRate?: number;
  /** Whether this error is worth another try. Absent: every one is. */
  shouldRetry?: (error: unknown) => boolean | Promise<boolean>;
  /** How long one try may take, in ms; then it is given up, and can write no more. Absent: without limit. */
  timeoutMS?: number;
  /** The name under which it is recorded. Absent: the function's. */
  name?: string;
}

/** Throws INVALID_FIELD for an option that is unknown, DBOSError when a number makes no sense. */
export function checkStepConfig(
  config: StepConfig,
  stepName: string,
  names: Readonly<Record<string, true>> = STEP_OPTIONS,
): StepConfig {
  checkOptions(`config of step ${stepName}`, config, names);
  check(stepName, 'timeoutMS', config.timeoutMS, (ms) => ms > 0, 'more than 0');
  check(
    stepName,
    'maxAttempts',
    config.maxAttempts,
    (n) => Number.isSafeInteger(n) && n >= 1,
    'a whole number from 1',
  );
  check(stepName, 'intervalSeconds', config.intervalSeconds, (s) => s >= 0, '0 or more');
  check(stepName, 'backoffRate', config.backoffRate, (rate) => rate >= 0, '0 or more');
  return config;
}

export const STEP_OPTIONS: OptionNames<StepConfig> = {
  retriesAllowed: true,
  intervalSeconds: true,
  maxAttempts: true,
  backoffRate: true,
  shouldRetry: true,
  timeoutMS: true,
  name: true,
};

function check(
  stepName: string,
  option: keyof StepConfig,
  given: number | undefined,
  isFine: (value: number) => boolean,
  wanted: string,
): void {
  // Callers in plain JavaScript may pass anything.
  if (
    given === undefined ||
    (typeof (given as unknown) === 'number' && Number.isFinite(given) && isFine(given))
  )
    return;
  throw new DBOSError(`${option} of step ${stepName} is ${String(given)}: give ${wanted}`);
}
