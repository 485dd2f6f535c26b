import type { PollingOptions } from '@dbosd/client';
import { checkNumber, checkPolling, takeOptions, type OptionNames } from '@dbosd/client/internal';
import { DEFAULT_TIMEOUT_MS, MAX_TIMEOUT_MS } from '@dbosd/shared';

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
