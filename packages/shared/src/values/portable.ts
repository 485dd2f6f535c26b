import { depthRefusal } from './json-limits.js';
import { GO_JSON, PORTABLE_JSON, type StoredValue } from './payload.js';
import { type PathSegment, refusalOf, UnstorableError } from './unstorable.js';

/**
 * A value as JSON that DBOS in every language reads: dates as RFC 3339 text, bigints as decimal text, sets as arrays,
 * maps with string keys as objects, `undefined` as null. Throws TypeError for what has no such form (a map with other
 * keys, a cycle). The mapping is DBOS's own, which makes null or {} of what JSON lacks: `writePortable` refuses it.
 */
export function encodePortable(value: unknown): string {
  return stringifyPortable(value, (_key, member) => toPortable(member));
}

/**
 * The same. Throws RangeError when the text becomes longer than `limit`: a value may hold one object many times.
 */
export function transcodePortable(value: unknown, limit: number): string {
  let length = 0;
  return stringifyPortable(value, (key, member) => {
    length += key.length + 1 + (typeof member === 'string' ? member.length : 1);
    if (length > limit) throw new RangeError(`the text is longer than ${String(limit)} characters`);
    return toPortable(member);
  });
}

export function portable(value: unknown): StoredValue {
  return { data: encodePortable(value), serialization: PORTABLE_JSON };
}

/** A workflow's arguments in portable form. */
export function encodePortableArguments(
  positional: readonly unknown[],
  named?: Readonly<Record<string, unknown>>,
): string {
  return encodePortable({ positionalArgs: positional, namedArgs: named });
}

/** What JSON.stringify asks for each member, with the object that it is in as `this`. */
type Replacer = (this: unknown, key: string, value: unknown) => unknown;

/** The text that a replacer makes of a value. */
function stringifyPortable(value: unknown, replacer: Replacer): string {
  // For undefined and functions it returns undefined, which its type does not say.
  const text = JSON.stringify(value, replacer) as string | undefined;
  return text ?? 'null';
}

/** One member in its portable form. JSON.stringify has called toJSON of dates, URLs and buffers before it asks. */
function toPortable(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return objectOf(value);
  if (value instanceof Error) return { name: value.name, message: value.message };
  return value;
}

function objectOf(map: ReadonlyMap<unknown, unknown>): Record<string, unknown> {
  const entries = [...map].map(([key, value]) => {
    if (typeof key !== 'string') {
      throw new TypeError(
        `portable_json cannot hold a Map with a ${typeof key} as key: use strings, or the native format`,
      );
    }
    return [key, value] as const;
  });
  // A null prototype, so that a key like __proto__ needs no special treatment.
  return Object.assign(Object.create(null) as Record<string, unknown>, Object.fromEntries(entries));
}

/**
 * A value in portable form, as `encodePortable`. Throws UnstorableError, naming the part, for what would be lost or
 * altered: a number that JSON lacks (NaN) or other readers take for another one, an invalid Date, a RegExp, a Promise,
 * a Map with other keys than texts. Members that are undefined, functions or symbols are left out (null in arrays), and
 * -0 is 0.
 */
export function writePortable(value: unknown): string {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new UnstorableError([], `is a ${typeof value}, which cannot be stored: give data`);
  }
  const text = stringifyPortable(value, new Refusals().replacer);
  const refusal = depthRefusal(text);
  if (refusal !== undefined) throw new UnstorableError([], refusal);
  return text;
}

/**
 * Refuses what would not survive, and knows where it is: JSON.stringify passes a replacer only the containing object.
 */
class Refusals {
  /** The containers around the member that is asked about, and where each is in the one before it. */
  readonly #around: { readonly container: unknown; readonly key: PathSegment }[] = [];

  readonly replacer = this.#replace();

  #replace(): Replacer {
    // A function, since JSON.stringify passes the container as `this`.
    const replaced = this.#replaced.bind(this);
    return function (this: unknown, key, value) {
      return replaced(this, key, value);
    };
  }

  #replaced(container: unknown, key: string, value: unknown): unknown {
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    const member = this.#converted(container, key, value);
    const description = lossOf(member, container, key);
    if (description !== undefined) throw this.#unstorable(container, key, description);
    if (typeof member !== 'object' || member === null) return member;
    this.#leave(container);
    this.#around.push({ container: member, key: segmentOf(container, key) });
    return member;
  }

  #converted(container: unknown, key: string, value: unknown): unknown {
    try {
      return toPortable(value);
    } catch (cause) {
      if (cause instanceof TypeError)
        throw this.#unstorable(container, key, `cannot be serialized (${cause.message})`);
      throw cause;
    }
  }

  /** Leaves the containers that have been written. */
  #leave(container: unknown): void {
    while (this.#around.length > 0 && this.#around.at(-1)?.container !== container) this.#around.pop();
  }

  #unstorable(container: unknown, key: string, description: string): UnstorableError {
    this.#leave(container);
    // The first key is that of the value itself, which JSON.stringify wraps in an object.
    const path = [...this.#around.map((one) => one.key), segmentOf(container, key)].slice(1);
    return new UnstorableError(path, description);
  }
}

function segmentOf(container: unknown, key: string): PathSegment {
  return Array.isArray(container) ? Number(key) : key;
}

function lossOf(value: unknown, container: unknown, key: string): string | undefined {
  if (typeof value === 'number') return numberLoss(value);
  if (value === null) {
    // Its toJSON has made null of it.
    const original = (container as Record<string, unknown>)[key];
    return original instanceof Date ? 'is an invalid Date, which would be stored as null' : undefined;
  }
  if (typeof value !== 'object') return undefined;
  if (value instanceof RegExp) return 'is a RegExp, which would be stored as {}: give its source';
  return refusalOf(value);
}

/** Why a number would not be the same to all who read it as JSON, and the fix; undefined: it would. */
export function numberLoss(value: number): string | undefined {
  if (!Number.isFinite(value)) return `is ${String(value)}, which JSON cannot hold: give null or a text`;
  if (Number.isSafeInteger(value) || !Number.isInteger(value)) return undefined;
  // Written with an exponent it is no integer to any reader, and all read the same.
  const text = String(value);
  const exact = BigInt(value).toString();
  if (text.includes('e') || text === exact) return undefined;
  return `is ${exact}, which would be written as ${text}, another integer to other languages: give a bigint or a text`;
}

/** How DBOS for Go writes a nil. */
export const GO_NIL = '__DBOS_NIL';

/** A value as DBOS for Go writes it: base64 of JSON. Throws UnstorableError where `writePortable` does. */
export function encodeGoJson(value: unknown): Required<StoredValue> {
  const json = writePortable(value);
  return {
    data: json === 'null' ? GO_NIL : Buffer.from(json).toString('base64'),
    serialization: GO_JSON,
  };
}
