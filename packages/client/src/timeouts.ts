import { invalidField, MAX_TIMEOUT_MS } from '@dbosd/shared';
import { spellNumber, takeOptions, type OptionNames } from './options.js';

/** How often an official client polls the database. Here the daemon pushes, so the number is checked and not used. */
export interface PollingOptions {
  /** More than 0. */
  pollingIntervalMs?: number;
}

/** Ends a call early: it then rejects with REQUEST_ABORTED, the signal's reason as `cause`. */
export interface AbortOptions {
  signal?: AbortSignal;
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

/** Checks a span that is more than 0, and ten years at most. Throws INVALID_FIELD. `unitMs` is the unit of its numbers. */
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
 * The time that a stream is waited for, in milliseconds; undefined: without end (also for Infinity). Throws INVALID_FIELD
 * for what is not a number, or negative: unlike an event, a value that is there already would not be refused.
 */
export function streamTimeoutMsOf(timeoutSeconds: number | undefined): number | undefined {
  if (timeoutSeconds === undefined) return undefined;
  const timeoutMs = secondsToMs('timeoutSeconds', timeoutSeconds);
  if (timeoutSeconds >= 0) return timeoutMs;
  throw invalidField('timeoutSeconds', `is ${String(timeoutSeconds)}: give 0 or more`);
}

/** How long a wait lasts. `deadlineEpochMS` holds where both are given, as in DBOS. */
export interface TimeoutOptions {
  timeoutSeconds?: number;
  deadlineEpochMS?: number;
}

/**
 * The timeout in milliseconds; undefined: none, wait without end (also for Infinity). A negative one means: read once.
 * Throws INVALID_FIELD for what is not a number.
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

/** Checks a number of time: not NaN, and no text that would be taken for one. Throws INVALID_FIELD. */
export function checkNumber(field: string, given: number): void {
  if (typeof (given as unknown) === 'number' && !Number.isNaN(given)) return;
  throw invalidField(field, `is ${spellNumber(given)}, which is not a number: give one`);
}

/** Undefined for Infinity, and never more than the contract's ten years. */
function secondsToMs(field: string, seconds: number): number | undefined {
  checkNumber(field, seconds);
  if (seconds === Infinity) return undefined;
  return Math.min(Math.max(0, seconds * 1000), MAX_TIMEOUT_MS);
}
