import { checkOptions, type OptionNames } from '@dbosd/client/internal';
import { DBOSError } from '../errors.js';

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
