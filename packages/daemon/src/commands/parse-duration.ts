const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** `500ms`, `30s`, `2m` in milliseconds; a bare number counts seconds. Undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text.trim()) ?? [];
  const factor = UNITS_MS[unit ?? 's'];
  return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor);
}
