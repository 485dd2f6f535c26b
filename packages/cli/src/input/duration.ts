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
