// Original file: proto/dbosd/v1/values.proto

/**
 * In which format a read returns values.
 */
export const PayloadFormat = {
  /**
   * The same as PAYLOAD_FORMAT_AS_STORED.
   */
  PAYLOAD_FORMAT_UNSPECIFIED: 'PAYLOAD_FORMAT_UNSPECIFIED',
  /**
   * Each value exactly as it is stored, under the name of its own format.
   */
  PAYLOAD_FORMAT_AS_STORED: 'PAYLOAD_FORMAT_AS_STORED',
  /**
   * The daemon rewrites what it can decode without running anybody's code (`js_superjson`, `DBOS_JSON`) as
   * `portable_json`, and leaves the rest as stored, under its own name.
   */
  PAYLOAD_FORMAT_PORTABLE_JSON: 'PAYLOAD_FORMAT_PORTABLE_JSON',
} as const;

/**
 * In which format a read returns values.
 */
export type PayloadFormat =
  /**
   * The same as PAYLOAD_FORMAT_AS_STORED.
   */
  | 'PAYLOAD_FORMAT_UNSPECIFIED'
  | 0
  /**
   * Each value exactly as it is stored, under the name of its own format.
   */
  | 'PAYLOAD_FORMAT_AS_STORED'
  | 1
  /**
   * The daemon rewrites what it can decode without running anybody's code (`js_superjson`, `DBOS_JSON`) as
   * `portable_json`, and leaves the rest as stored, under its own name.
   */
  | 'PAYLOAD_FORMAT_PORTABLE_JSON'
  | 2

/**
 * In which format a read returns values.
 */
export type PayloadFormat__Output = typeof PayloadFormat[keyof typeof PayloadFormat]
