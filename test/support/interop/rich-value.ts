/** What only the native format can hold: types that JSON has not, and keys that superjson has to escape. */
export function richValue(): Record<string, unknown> {
  return {
    'a.dotted.key': 1n,
    'a\\backslash': new Date('2026-01-02T03:04:05.678Z'),
    'both.\\.of them': new Set([1, 'two']),
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
