const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** `3m ago`, `in 2h`: one number and one unit, rounded down. Milliseconds since the epoch; empty for none. */
export function timePhrase(atMs: number | undefined, nowMs: number): string {
  if (atMs === undefined) return '';
  const distance = Math.abs(nowMs - atMs);
  if (distance < SECOND) return 'now';
  const span = spanPhrase(distance);
  return atMs <= nowMs ? `${span} ago` : `in ${span}`;
}

/** `450ms`, `3s`, `5m`, `2h`, `4d`, `1y`. */
export function spanPhrase(ms: number): string {
  if (ms < SECOND) return `${String(Math.round(ms))}ms`;
  const [unit, letter] = UNITS.find(([length]) => ms >= length) ?? [SECOND, 's'];
  return `${String(Math.floor(ms / unit))}${letter}`;
}

const UNITS = [
  [YEAR, 'y'],
  [DAY, 'd'],
  [HOUR, 'h'],
  [MINUTE, 'm'],
  [SECOND, 's'],
] as const;
