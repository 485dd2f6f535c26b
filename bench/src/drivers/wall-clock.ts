/** Milliseconds since 1970 with their fractions, to compare with other processes and with Postgres. */
export function wallClockMs(): number {
  return performance.timeOrigin + performance.now();
}
