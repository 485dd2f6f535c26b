const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `500ms`, `30s`, `2m`, `3h`, `1d`, `1w` in milliseconds; a bare number counts seconds. Undefined: it is none of these. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)?$/.exec(text.trim()) ?? [];
  const factor = UNITS_MS[unit ?? 's'];
  return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor);
}

/** A date, or a date with a time. */
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * A moment as people give it: `2h` is two hours ago, `now`, or ISO 8601, in the local zone where none is said. Undefined: it
 * is none of these.
 */
export function parseTime(text: string, nowMs: number): Date | undefined {
  const given = text.trim();
  if (given === 'now') return new Date(nowMs);
  // A bare number could be a year as well as seconds.
  const ago = /[a-z]$/i.test(given) ? parseDuration(given.toLowerCase()) : undefined;
  if (ago !== undefined) return dateOf(nowMs - ago);
  if (!ISO.test(given) || !isDay(given.slice(0, 10))) return undefined;
  // JavaScript takes a bare date for one in UTC, and a date with a time for a local one.
  return dateOf(Date.parse(given.length === 10 ? `${given}T00:00` : given));
}

// JavaScript takes the 31st of February for the 3rd of March.
function isDay(date: string): boolean {
  return dateOf(Date.parse(date))?.toISOString().startsWith(date) === true;
}

function dateOf(ms: number): Date | undefined {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
