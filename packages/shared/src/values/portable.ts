import { type StoredValue, PORTABLE_JSON } from './payload.js';

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
  return encodePortable({ positionalArgs: positional, ...(named === undefined ? {} : { namedArgs: named }) });
}

/** What JSON.stringify asks for each member, with the object that it is in as `this`. */
export type Replacer = (this: unknown, key: string, value: unknown) => unknown;

/** The text that a replacer makes of a value. */
export function stringifyPortable(value: unknown, replacer: Replacer): string {
  // For undefined and functions it returns undefined, which its type does not say.
  const text = JSON.stringify(value, replacer) as string | undefined;
  return text ?? 'null';
}

/** One member in its portable form. JSON.stringify has called toJSON of dates, URLs and buffers before it asks. */
export function toPortable(value: unknown): unknown {
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
