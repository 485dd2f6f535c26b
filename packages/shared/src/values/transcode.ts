import { GO_NIL } from './go-json.js';
import { GO_JSON, JS_SUPERJSON, PORTABLE_JSON, type StoredValue } from './payload.js';
import { encodePortable } from './portable.js';
import { decodeSuperjson } from './superjson.js';

/**
 * The same value as `portable_json`, where its format can be decoded without running anybody's code; else the value
 * as it is stored, under its own name. Never throws: a text that does not hold what its format promises stays as it is.
 */
export function transcodeToPortable(value: StoredValue): StoredValue {
  try {
    if (value.serialization === JS_SUPERJSON) {
      return { data: encodePortable(decodeSuperjson(value.data)), serialization: PORTABLE_JSON };
    }
    if (value.serialization === GO_JSON)
      return { data: decodeGoJson(value.data), serialization: PORTABLE_JSON };
  } catch {
    return value;
  }
  return value;
}

function decodeGoJson(text: string): string {
  if (text === GO_NIL) return 'null';
  const json = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
  JSON.parse(json);
  return json;
}
