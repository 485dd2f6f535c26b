import { reviveError, type contract } from '@dbosd/shared';
import { decodeWire, type Whereabouts } from '../values.js';

/** The error that a workflow ended with, as an Error. Throws as `decodeWire` does where it cannot be read. */
export function workflowErrorOf(value: contract.Value__Output, where: Whereabouts): Error {
  return reviveError(decodeWire(value, where), value.payload?.serialization);
}
