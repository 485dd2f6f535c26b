import { randomUUID } from 'node:crypto';
import { StoredNumber } from './stored-numbers.js';

/**
 * A value as JSON, whatever DBOS stores: dates as ISO text, bigints as decimal text, sets as arrays, maps as objects (as
 * lists of pairs, where their keys are not strings), errors by name and message, undefined as null, numbers with the digits that
 * are stored.
 */
export function jsonOf(value: unknown, indent = 0): string {
  // For undefined and functions it returns undefined, which its type does not say.
  const mark = randomUUID();
  const replacer = (_key: string, member: unknown): unknown =>
    member instanceof StoredNumber ? `${mark}${member.digits}` : plain(member);
  const text = JSON.stringify(value, replacer, indent) as string | undefined;
  if (text === undefined) return 'null';
  return text.includes(mark) ? text.replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1') : text;
}

// JSON.stringify has already called toJSON of dates, URLs and buffers when it asks the replacer.
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Set) return [...value];
  if (value instanceof Map) {
    const entries = [...(value as Map<unknown, unknown>)];
    return entries.every(([key]) => typeof key === 'string')
      ? Object.assign(Object.create(null) as object, Object.fromEntries(entries))
      : entries;
  }
  if (value instanceof Error) {
    return { ...Object.fromEntries(Object.entries(value)), name: value.name, message: value.message };
  }
  return value;
}
