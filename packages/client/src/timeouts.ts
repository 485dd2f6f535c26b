import { invalidField, MAX_TIMEOUT_MS } from '@dbosd/shared';

/** Official clients say how often the database is asked; here the daemon pushes, so the number is taken and not needed. */
export interface PollingOptions {
  pollingIntervalMs?: number;
}

/** Ends a call early: it then rejects with REQUEST_ABORTED, the signal's reason as `cause`. */
export interface AbortOptions {
  signal?: AbortSignal;
}

/** How long a wait lasts. `deadlineEpochMS` holds where both are given, as in DBOS. */
export interface TimeoutOptions {
  timeoutSeconds?: number;
  deadlineEpochMS?: number;
}

/**
 * The timeout in milliseconds; undefined: none, wait without end (also for Infinity). Less than nothing is one look.
 * Throws INVALID_FIELD for what is no number.
 */
export function timeoutMsOf(options: number | TimeoutOptions | undefined): number | undefined {
  if (options === undefined) return undefined;
  if (typeof options === 'number') return secondsToMs('timeoutSeconds', options);
  if (options.deadlineEpochMS !== undefined) {
    return secondsToMs('deadlineEpochMS', (options.deadlineEpochMS - Date.now()) / 1000);
  }
  return options.timeoutSeconds === undefined
    ? undefined
    : secondsToMs('timeoutSeconds', options.timeoutSeconds);
}

/** Undefined for Infinity, and never more than the contract's ten years. */
function secondsToMs(field: string, seconds: number): number | undefined {
  if (Number.isNaN(seconds)) throw invalidField(field, 'is not a number: give seconds');
  if (seconds === Infinity) return undefined;
  return Math.min(Math.max(0, seconds * 1000), MAX_TIMEOUT_MS);
}
