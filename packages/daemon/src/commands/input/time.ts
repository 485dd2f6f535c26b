import { parseDuration } from './duration.js';

/** A date, or a date with a time, whose zone is the local one where none is said. */
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A moment as people give it: `2h` is two hours ago, `now`, or ISO 8601. Undefined: it is none of these. */
export function parseTime(text: string, nowMs: number): Date | undefined {
  const given = text.trim();
  if (given === 'now') return new Date(nowMs);
  // A bare number could be a year as well as seconds.
  const ago = /[a-z]$/i.test(given) ? parseDuration(given.toLowerCase()) : undefined;
  if (ago !== undefined) return new Date(nowMs - ago);
  if (!ISO.test(given)) return undefined;
  const at = new Date(given);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
