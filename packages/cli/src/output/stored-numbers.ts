import { randomUUID } from 'node:crypto';

/** A number of a JSON text that JavaScript would round: its digits, as they are stored. */
export class StoredNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
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

/** The value of a JSON text, in which a StoredNumber is in the place of each number that JavaScript would round. */
export function parseExactly(json: string): unknown {
  if (firstRoundedNumber(json) === undefined) return JSON.parse(json);
  // Checked as it is: what is put in below could make JSON of a text that is none.
  JSON.parse(json);
  const mark = randomUUID();
  const marked = json.replace(TEXTS_AND_NUMBERS, (token) =>
    token.startsWith('"') || !isRounded(token) ? token : `"${mark}${token}"`,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? new StoredNumber(value.slice(mark.length)) : value,
  );
}

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
