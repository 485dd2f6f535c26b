import { GO_NIL } from './go-json.js';
import { GO_JSON, JS_SUPERJSON, PORTABLE_JSON, type StoredValue } from './payload.js';
import { DecodeBudget } from './decode-budget.js';
import { transcodePortable } from './portable.js';
import { decodeSuperjson, PLAIN_REVIVERS } from './superjson.js';

// JSON has no form for a regular expression, so none is compiled.
const REVIVERS = { ...PLAIN_REVIVERS, regexp: () => ({}) };

/**
 * The same value as `portable_json`, where its format can be decoded without running anybody's code, and at a cost that
 * its length warrants; else the value as it is stored, under its own name. Never throws: a text that does not hold what its
 * format promises stays as it is.
 */
export function transcodeToPortable(value: StoredValue): StoredValue {
  try {
    if (value.serialization === JS_SUPERJSON) {
      return { data: portableOf(value.data), serialization: PORTABLE_JSON };
    }
    if (value.serialization === GO_JSON)
      return { data: decodeGoJson(value.data), serialization: PORTABLE_JSON };
  } catch {
    return value;
  }
  return value;
}

function portableOf(text: string): string {
  const budget = new DecodeBudget(text);
  return transcodePortable(decodeSuperjson(text, REVIVERS, budget), budget.limit);
}

function decodeGoJson(text: string): string {
  if (text === GO_NIL) return 'null';
  const json = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
  JSON.parse(json);
  return json;
}
