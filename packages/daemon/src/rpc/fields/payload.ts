import {
  checkName,
  checkText,
  DbosdError,
  invalidField,
  PORTABLE_JSON,
  type contract,
  type StoredValue,
} from '@dbosd/shared';
import { parseJson } from './json.js';

/**
 * Checks a payload that a write carries: present, text without NUL, not above the limit, and JSON where it says so.
 * Throws INVALID_FIELD or PAYLOAD_TOO_LARGE.
 */
export function decodePayload(
  field: string,
  payload: contract.Payload__Output | null | undefined,
  maxBytes: number,
): Required<StoredValue> {
  if (payload === undefined || payload === null) throw invalidField(field, 'is missing: give a payload');
  const { data } = payload;
  const serialization =
    payload.serialization === undefined
      ? PORTABLE_JSON
      : checkName(`${field}.serialization`, payload.serialization);
  checkSize(`${field}.data`, data, maxBytes);
  if (serialization === PORTABLE_JSON) parseJson(`${field}.data`, data);
  else checkText(`${field}.data`, data);
  return { data, serialization };
}

/** Checks a text against the payload limit. Throws PAYLOAD_TOO_LARGE. */
export function checkSize(field: string, text: string, maxBytes: number): void {
  // A UTF-16 unit is one byte of UTF-8 at least and three at most: most texts need no counting.
  if (text.length * 3 <= maxBytes) return;
  const size = Buffer.byteLength(text);
  if (size > maxBytes) throw tooLarge(field, size, maxBytes);
}

export function tooLarge(field: string, size: number, maxBytes: number): DbosdError {
  return new DbosdError({
    reason: 'PAYLOAD_TOO_LARGE',
    message:
      `${field} has ${String(size)} bytes, the limit is ${String(maxBytes)}: ` +
      'store the data elsewhere and send where it is, or raise --max-payload-bytes',
    metadata: { field, size: String(size), limit: String(maxBytes) },
  });
}
