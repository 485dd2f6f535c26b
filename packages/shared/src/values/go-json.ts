import { GO_JSON, type StoredValue } from './payload.js';
import { writePortable } from './write-portable.js';

/** How DBOS for Go writes a nil. */
export const GO_NIL = '__DBOS_NIL';

/** A value as DBOS for Go writes it: base64 of JSON. Throws UnstorableError where `writePortable` does. */
export function encodeGoJson(value: unknown): Required<StoredValue> {
  const json = writePortable(value);
  return {
    data: json === 'null' ? GO_NIL : Buffer.from(json).toString('base64'),
    serialization: GO_JSON,
  };
}
