import { DbosdError } from '@dbosd/shared';

/** The DbosdError with which a promise fails; anything else fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<DbosdError> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (error instanceof DbosdError) return error;
    throw error;
  }
  throw new Error(`expected a DbosdError, got ${JSON.stringify(value)}`);
}
