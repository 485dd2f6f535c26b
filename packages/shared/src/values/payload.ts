/** A serialized value and the name of its format, as the store holds it. */
export interface StoredValue {
  /** The text, exactly as stored. */
  readonly data: string;
  /** The format's name; absent: none is recorded, the value is in the writer's own default format. */
  readonly serialization?: string;
}

export const PORTABLE_JSON = 'portable_json';
export const JS_SUPERJSON = 'js_superjson';
/** What DBOS for Go writes by default: base64 of JSON. */
export const GO_JSON = 'DBOS_JSON';
/** What DBOS for Go writes where its application asks for it, and its errors: base64 of Go's gob. Only Go reads it. */
export const GO_GOB = 'DBOS_GOB';
