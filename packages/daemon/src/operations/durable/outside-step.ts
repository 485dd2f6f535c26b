import { invalidField, type DbosdError } from '@dbosd/shared';
import type { DurableCall } from '../../model/durable.js';

/** The refusal of an operation that is the workflow's own and came from inside a step; `undefined`: it did not. */
export function insideStep({ stepAttempt }: DurableCall, what: string): DbosdError | undefined {
  return stepAttempt === undefined
    ? undefined
    : invalidField('step_attempt', `must be absent: ${what} belongs to the workflow itself, not to a step`);
}
