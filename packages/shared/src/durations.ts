/** google.protobuf.Duration in the form of the generated types. */
export interface WireDuration {
  readonly seconds: number;
  readonly nanos: number;
}

export function durationToMs({ seconds, nanos }: WireDuration): number {
  return seconds * 1000 + nanos / 1e6;
}

/** Whole milliseconds, rounded up, so that the rest of a wait is never shortened. */
export function msToDuration(ms: number): WireDuration {
  const whole = Math.ceil(ms);
  const seconds = Math.trunc(whole / 1000);
  return { seconds, nanos: (whole - seconds * 1000) * 1e6 };
}

/** google.protobuf.Timestamp of milliseconds since the epoch. */
export function msToTimestamp(ms: number): WireDuration {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

/** Milliseconds since the epoch, rounded down. */
export function timestampToMs({ seconds, nanos }: WireDuration): number {
  return seconds * 1000 + Math.floor(nanos / 1e6);
}
