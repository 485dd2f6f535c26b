import type { contract, ValueReaders } from '@dbosd/shared';
import { decodeWireError, type Whereabouts } from '../values.js';

/** The error that a workflow ended with, as an Error. Throws as `decodeWire` does where it cannot be read. */
export function workflowErrorOf(
  value: contract.Value__Output,
  where: Whereabouts,
  readers: ValueReaders,
): Error {
  return decodeWireError(value, where, readers);
}
