// Original file: proto/dbosd/v1/values.proto


/**
 * A serialized value and the name of its format.
 */
export interface Payload {
  /**
   * The serialized value, exactly as it is stored. Text without NUL. At most `max_payload_bytes` (2 MiB unless
   * the daemon says otherwise). Portable JSON must parse as JSON (RFC 8259). Empty text is no JSON.
   */
  'data'?: (string);
  /**
   * The format of `data`, at most 255 bytes: `portable_json`, `js_superjson`, `py_pickle`, `java_jackson`,
   * `DBOS_JSON` or the name of an application's own serializer. Absent on a write: `portable_json`. Absent on a
   * read: none is recorded, the value is in the writer's own default format.
   */
  'serialization'?: (string);
  '_serialization'?: "serialization";
}

/**
 * A serialized value and the name of its format.
 */
export interface Payload__Output {
  /**
   * The serialized value, exactly as it is stored. Text without NUL. At most `max_payload_bytes` (2 MiB unless
   * the daemon says otherwise). Portable JSON must parse as JSON (RFC 8259). Empty text is no JSON.
   */
  'data': (string);
  /**
   * The format of `data`, at most 255 bytes: `portable_json`, `js_superjson`, `py_pickle`, `java_jackson`,
   * `DBOS_JSON` or the name of an application's own serializer. Absent on a write: `portable_json`. Absent on a
   * read: none is recorded, the value is in the writer's own default format.
   */
  'serialization'?: (string);
  '_serialization'?: "serialization";
}
