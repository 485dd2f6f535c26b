import { randomUUID } from 'node:crypto';

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

const SOURCE_TEXT = Symbol.for('dbosd.sourceText');

/** A number of a JSON text that JavaScript would round: its digits, as they are stored. */
export class StoredNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }

  /** For `sourceOf` of @dbosd/shared, which help texts should not load. */
  get [SOURCE_TEXT](): string {
    return this.digits;
  }
}

/** The value of a JSON text, with a StoredNumber for each number that JavaScript would round. */
export function parseExactly(json: string): unknown {
  if (firstRoundedNumber(json) === undefined) return JSON.parse(json);
  // Parse the text unchanged first: the marks inserted below could turn invalid JSON into valid JSON.
  JSON.parse(json);
  const mark = randomUUID();
  const marked = json.replace(TEXTS_AND_NUMBERS, (token) =>
    token.startsWith('"') || !isRounded(token) ? token : `"${mark}${token}"`,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? new StoredNumber(value.slice(mark.length)) : value,
  );
}

// Texts are matched so that no number is looked for inside one.
const TEXTS_AND_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The first number of a JSON text that JavaScript would round; undefined: it holds all of them exactly. */
export function firstRoundedNumber(json: string): string | undefined {
  for (const [token] of json.matchAll(TEXTS_AND_NUMBERS)) {
    if (!token.startsWith('"') && isRounded(token)) return token;
  }
  return undefined;
}

/** Whether JavaScript holds another number than these digits say. */
function isRounded(digits: string): boolean {
  // Up to 15 digits, whatever the point, are always kept.
  if (digits.length <= 15 && !/e/i.test(digits)) return false;
  return decimalOf(digits) !== decimalOf(String(Number(digits)));
}

/** One form for all that mean the same decimal: its digits without zeros around them, and where the point is. */
function decimalOf(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const all = whole + fraction;
  if (all === '') return number;
  let from = 0;
  let to = all.length;
  while (from < to && all[from] === '0') from += 1;
  while (to > from && all[to - 1] === '0') to -= 1;
  if (from === to) return '0';
  return `${sign}0.${all.slice(from, to)}e${String(Number(exponent) + whole.length - from)}`;
}
