import { randomUUID } from 'node:crypto';
import { firstRoundedNumber, isRounded, TEXTS_AND_NUMBERS } from '../json-numbers.js';

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
