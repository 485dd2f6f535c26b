import { invalidField, MAX_TIMEOUT_MS } from '@dbosd/shared';
import { spellNumber, takeOptions, type OptionNames } from './options.js';

/** How often an official client polls the database. dbosd pushes instead, so the number is checked but not used. */
export interface PollingOptions {
  /** More than 0. */
  pollingIntervalMs?: number | undefined;
}

/** Ends a call early. The call then rejects with REQUEST_ABORTED, with the signal's reason as `cause`. */
export interface AbortOptions {
  signal?: AbortSignal | undefined;
}

const ABORT_OPTIONS: OptionNames<AbortOptions> = { signal: true };

/** Checks the options of a call that takes nothing but a signal. */
export function takeAbortOptions(options: AbortOptions): AbortOptions {
  return takeOptions('options', options, ABORT_OPTIONS);
}

/** Checks `pollingIntervalMs`, as DBOS does. Throws INVALID_FIELD. */
export function checkPolling({ pollingIntervalMs }: PollingOptions): void {
  if (pollingIntervalMs === undefined) return;
  checkMs('pollingIntervalMs', pollingIntervalMs);
}

/**
 * Checks a time span of more than 0 and at most ten years. Throws INVALID_FIELD. `unitMs` is the unit of its numbers.
 */
export function checkMs(field: string, given: number, unitMs = 1): number {
  const isNumber = typeof (given as unknown) === 'number';
  if (isNumber && given > 0 && given * unitMs <= MAX_TIMEOUT_MS) return given;
  const unit = unitMs === 1 ? 'ms' : 'seconds';
  throw invalidField(
    field,
    `is ${spellNumber(given)}: give a number of ${unit} above 0, up to ten years (${String(MAX_TIMEOUT_MS / unitMs)})`,
  );
}

/**
 * The timeout of a stream read in milliseconds; undefined for no limit (also for Infinity). Throws INVALID_FIELD for a
 * value that is negative or not a number.
 */
export function streamTimeoutMsOf(timeoutSeconds: number | undefined): number | undefined {
  if (timeoutSeconds === undefined) return undefined;
  const timeoutMs = secondsToMs('timeoutSeconds', timeoutSeconds);
  if (timeoutSeconds >= 0) return timeoutMs;
  throw invalidField('timeoutSeconds', `is ${String(timeoutSeconds)}: give 0 or more`);
}

/** How long a wait lasts. If both are given, `deadlineEpochMS` applies, as in DBOS. */
export interface TimeoutOptions {
  timeoutSeconds?: number | undefined;
  deadlineEpochMS?: number | undefined;
}

/**
 * The timeout in milliseconds; undefined for no limit (also for Infinity). A negative timeout means to read once.
 * Throws INVALID_FIELD for a value that is not a number.
 */
export function timeoutMsOf(options: number | TimeoutOptions | undefined): number | undefined {
  if (options === undefined) return undefined;
  if (typeof options === 'number') return secondsToMs('timeoutSeconds', options);
  if (options.deadlineEpochMS !== undefined) {
    checkNumber('deadlineEpochMS', options.deadlineEpochMS);
    return secondsToMs('deadlineEpochMS', (options.deadlineEpochMS - Date.now()) / 1000);
  }
  return options.timeoutSeconds === undefined
    ? undefined
    : secondsToMs('timeoutSeconds', options.timeoutSeconds);
}

/** Checks that a time is a number: not NaN, and not a numeric string. Throws INVALID_FIELD. */
export function checkNumber(field: string, given: number): void {
  if (typeof (given as unknown) === 'number' && !Number.isNaN(given)) return;
  throw invalidField(field, `is ${spellNumber(given)}, which is not a number: give one`);
}

/** Undefined for Infinity. Limited to the contract's ten years. */
function secondsToMs(field: string, seconds: number): number | undefined {
  checkNumber(field, seconds);
  if (seconds === Infinity) return undefined;
  return Math.min(Math.max(0, seconds * 1000), MAX_TIMEOUT_MS);
}
