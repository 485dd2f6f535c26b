import { DEFAULT_TIMEOUT_MS, invalidField, MAX_TIMEOUT_MS } from '@dbosd/shared';

/** Official programs say how often the database is asked; here the daemon pushes, so the number is taken and not needed. */
export interface PollingOptions {
  pollingIntervalMs?: number;
}

/** How long to wait. `deadlineEpochMS` holds where both are given. */
export interface WaitOptions extends PollingOptions {
  timeoutSeconds?: number;
  deadlineEpochMS?: number;
}

/** The timeout in ms, undefined where none is given. Less than nothing stays so: DBOS records it. */
export function timeoutMsOf(options: number | WaitOptions | undefined): number | undefined {
  if (options === undefined) return undefined;
  if (typeof options === 'number') return checked('timeoutSeconds', options * 1000);
  if (options.deadlineEpochMS !== undefined) {
    return checked('deadlineEpochMS', options.deadlineEpochMS - Date.now());
  }
  return options.timeoutSeconds === undefined
    ? undefined
    : checked('timeoutSeconds', options.timeoutSeconds * 1000);
}

/** The same for `recv` and `getEvent`, which wait 60 s where nothing is said. */
export function timeoutMsOrDefault(options: number | WaitOptions | undefined): number {
  return timeoutMsOf(options) ?? DEFAULT_TIMEOUT_MS;
}

function checked(field: string, ms: number): number {
  if (Number.isNaN(ms)) throw invalidField(field, 'is not a number: give one');
  return Math.max(-MAX_TIMEOUT_MS, Math.min(ms, MAX_TIMEOUT_MS));
}
