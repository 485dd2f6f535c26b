import {
  transcodeErrorToPortable,
  transcodeToPortable,
  type contract,
  type StoredValue,
} from '@dbosd/shared';
import type { ReadValue } from '../../operations/operations.js';
import type { ReadFormat } from './read-options.js';

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
