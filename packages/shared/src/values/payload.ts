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

/** A length takes one byte up to here; in a longer one the first byte says how many follow, as its complement. */
const LARGEST_SHORT = 127;
const MOST_LENGTH_BYTES = 6;

/**
 * Whether a text is base64 of messages in Go's gob encoding, each led by its length, up to the last byte. Texts that
 * are no gob practically never add up so.
 */
export function isGob(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.toString('base64') !== text) return false;
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    at += 1;
    let length = first;
    if (first > LARGEST_SHORT) {
      const lengthBytes = 256 - first;
      if (lengthBytes > MOST_LENGTH_BYTES || at + lengthBytes > bytes.length) return false;
      length = bytes.readUIntBE(at, lengthBytes);
      at += lengthBytes;
    }
    if (length === 0) return false;
    at += length;
  }
  return at === bytes.length;
}
