import { DEFAULT_MAX_VALUE_BYTES, HIGHEST_MAX_VALUE_BYTES, type contract } from '@dbosd/shared';
import { checkEnum } from './enum.js';
import { checkRange } from './numbers.js';

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
