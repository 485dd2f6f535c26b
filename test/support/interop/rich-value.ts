/** What only the native format can hold: types that JSON has not, beside keys that look like superjson's paths. */
export function richValue(): Record<string, unknown> {
  return {
    'a.dotted.key': 'plain',
    'a\\backslash': new Date('2026-01-02T03:04:05.678Z'),
    'both.\\.of them': 'plain',
    big: 10n ** 30n,
    set: new Set([1, 'two']),
    map: new Map<unknown, unknown>([
      ['b', { nested: new Date(0) }],
      [3, undefined],
    ]),
    bytes: Buffer.from('hi'),
    nothing: undefined,
    none: null,
    numbers: [NaN, -Infinity, -0],
    pattern: /ab/g,
    text: 'ünïcödé \u{1F600}',
  };
}

/** Types below keys with dots: DBOS's superjson does not escape them, so it writes bytes that it cannot read back. */
export function typesBelowDots(): Record<string, unknown> {
  return { 'a.b': new Set([1]), 'x\\.y': new Date(0), deep: { 'c.d': { e: 1n } } };
}
