import {
  checkName,
  checkText,
  type contract,
  DbosdError,
  DEFAULT_MAX_VALUE_BYTES,
  HIGHEST_MAX_VALUE_BYTES,
  invalidField,
  PORTABLE_JSON,
  type StoredValue,
  transcodeErrorToPortable,
  transcodeToPortable,
} from '@dbosd/shared';
import type { ReadValue } from '../../operations/operations.js';
import { parseJson, parseJsonObject } from './json.js';
import { checkEnum, checkRange } from './scalars.js';

/** A value that was read, in the format that the reader asked for. */
export function encodeValue(value: ReadValue, format: ReadFormat): contract.Value {
  return encodeWith(transcodeToPortable, value, format);
}

/** An error that was read, in the format that the reader asked for. */
export function encodeErrorValue(value: ReadValue, format: ReadFormat): contract.Value {
  return encodeWith(transcodeErrorToPortable, value, format);
}

function encodeWith(
  transcode: (stored: StoredValue) => StoredValue,
  value: ReadValue,
  format: ReadFormat,
): contract.Value {
  if (value.kind === 'oversized') {
    const { kind: _kind, ...oversized } = value;
    return { oversized };
  }
  const { kind: _kind, ...stored } = value;
  return { payload: format.portable ? transcode(stored satisfies StoredValue) : stored };
}

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

/** How a read returns values. */
export interface ReadFormat {
  /** Values that can be decoded here are rewritten as portable JSON. */
  readonly portable: boolean;
  readonly maxValueBytes: number;
}

export function decodeReadOptions(options: contract.ReadOptions__Output | null): ReadFormat {
  if (options === null) return { portable: false, maxValueBytes: DEFAULT_MAX_VALUE_BYTES };
  const format = checkEnum('read_options.payload_format', options.payloadFormat);
  return {
    portable: format === 'PAYLOAD_FORMAT_PORTABLE_JSON',
    maxValueBytes:
      options.maxValueBytes === undefined
        ? DEFAULT_MAX_VALUE_BYTES
        : checkRange('read_options.max_value_bytes', options.maxValueBytes, [1, HIGHEST_MAX_VALUE_BYTES]),
  };
}

/** Attributes as the JSON text that they came as; absent: none. Throws INVALID_FIELD or PAYLOAD_TOO_LARGE. */
export function decodeAttributes(
  attributesJson: string | undefined,
  maxBytes: number,
): { attributesJson?: string } {
  if (attributesJson === undefined) return {};
  checkSize('attributes_json', attributesJson, maxBytes);
  parseJsonObject('attributes_json', attributesJson);
  return { attributesJson };
}
