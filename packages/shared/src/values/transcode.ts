import { GO_NIL, transcodePortable } from './portable.js';
import { GO_JSON, JS_SUPERJSON, PORTABLE_JSON, type StoredValue } from './payload.js';
import { DecodeBudget } from './json-limits.js';
import { decodeSuperjson, PLAIN_REVIVERS } from './superjson.js';
import type { Revivers } from './superjson-revive.js';

// JSON has no form for a regular expression, so none is compiled; of a bigint it has the digits, which are there.
const REVIVERS: Revivers = {
  ...PLAIN_REVIVERS,
  regexp: () => ({}),
  bigint: (digits) => new Digits(digits),
};

/** Stands for a bigint. Not a text: as a bigint, it is no key of an object. */
class Digits {
  readonly #digits: string;

  constructor(digits: string) {
    this.#digits = digits;
  }

  /** As a bigint is written: without leading zeros, and without a sign of zero. */
  toJSON(): string {
    const digits = this.#digits.replace(/^(-?)0+(?=\d)/, '$1');
    return digits === '-0' ? '0' : digits;
  }
}

/**
 * The same value as `portable_json`, where its format can be decoded without running anybody's code, and at a cost that
 * its length warrants; else the value as it is stored, under its own name. Never throws: a text that does not hold what
 * its format promises stays as it is.
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
