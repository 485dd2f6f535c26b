import { transcodeToPortable, type contract, type StoredValue } from '@dbosd/shared';
import type { ReadValue } from '../../operations/operations.js';
import type { ReadFormat } from './read-options.js';

/** A value that was read, in the format that the reader asked for. */
export function encodeValue(value: ReadValue, format: ReadFormat): contract.Value {
  if (value.kind === 'oversized') {
    const { kind: _kind, ...oversized } = value;
    return { oversized };
  }
  const { kind: _kind, ...stored } = value;
  return { payload: format.portable ? transcodeToPortable(stored satisfies StoredValue) : stored };
}
