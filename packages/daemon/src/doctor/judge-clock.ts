import { ok, warning, type Finding } from '../model/finding.js';
import type { ClockReading } from '../store/doctor/index.js';

/** Stored times are the database's, so nothing breaks; but people compare them with their own clocks. */
const MOST_MS = 1000;

/** Judges how far the database's clock is from this machine's, which was read before and after. */
export function judgeClock({ askedAtMs, databaseMs, answeredAtMs }: ClockReading): Finding {
  const offsetMs = databaseMs - (askedAtMs + answeredAtMs) / 2;
  const distance = `${inWords(Math.abs(offsetMs))} ${offsetMs < 0 ? 'behind' : 'ahead of'} this machine's`;
  const found = `the database's clock is ${distance} (± ${inWords((answeredAtMs - askedAtMs) / 2)})`;
  return Math.abs(offsetMs) > MOST_MS
    ? warning(found, "let both machines follow an NTP server: the times of workflows are the database's")
    : ok(found);
}

function inWords(ms: number): string {
  return ms < 1000 ? `${String(Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
