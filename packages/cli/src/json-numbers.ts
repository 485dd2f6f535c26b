// Texts are matched so that no number is looked for inside one.
export const TEXTS_AND_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The first number of a JSON text that JavaScript would round; undefined: it holds all of them exactly. */
export function firstRoundedNumber(json: string): string | undefined {
  for (const [token] of json.matchAll(TEXTS_AND_NUMBERS)) {
    if (!token.startsWith('"') && isRounded(token)) return token;
  }
  return undefined;
}

/** Whether JavaScript holds another number than these digits say. */
export function isRounded(digits: string): boolean {
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
