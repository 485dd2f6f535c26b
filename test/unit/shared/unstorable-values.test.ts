import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { decodeSuperjson, UnstorableError, writeNative, writePortable } from '@dbosd/shared';
import { expect } from 'chai';
import { forSeeds, type Random } from '../../support/random.js';
import { isSame, randomValue } from '../../support/random-value.js';

const require = createRequire(import.meta.url);
const { DBOSJSON } = require(
  join(dirname(require.resolve('@dbos-inc/dbos-sdk')), 'serialization.js'),
) as Record<'DBOSJSON', { stringify: (value: unknown) => string; parse: (text: string) => unknown }>;

const date = new Date(0);
const shared = { x: 1 };
const other = { y: 2 };
class Point {
  constructor(readonly x: unknown) {}
  norm(): number {
    return 1;
  }
}

/** The part that is refused of a value, natively. */
const NATIVE: Record<string, [unknown, string]> = {
  'a Promise': [{ list: [{ p: Promise.resolve(1) }] }, '.list[0].p'],
  'a Promise in a Map': [new Map([['k', Promise.resolve(1)]]), '.k'],
  'a Promise in a Set': [new Set([Promise.resolve(1)]), '<member 0>'],
  'a Promise in a class instance': [{ a: new Point(Promise.resolve(1)) }, '.a.x'],
  'a Promise below a class instance': [new Point({ deep: [Promise.resolve(1)] }), '.x.deep[0]'],
  'a function': [() => 1, ''],
  'a symbol': [Symbol('s'), ''],
  'a WeakMap': [{ w: new WeakMap() }, '.w'],
  'an ArrayBuffer': [[new ArrayBuffer(3)], '[0]'],
  'a DataView': [{ 'a b': new DataView(new ArrayBuffer(3)) }, '["a b"]'],
  URLSearchParams: [{ q: new URLSearchParams('a=1') }, '.q'],
  'an iterator': [[1, [1, 2].values()], '[1]'],
  'an invalid Date': [{ when: new Date(NaN) }, '.when'],
  'a typed array that superjson does not know': [{ a: new BigInt64Array(1) }, '.a'],
  'a NaN in a typed array': [{ a: new Float64Array([1, NaN]) }, '.a[1]'],
  'a key constructor on the way to a Date': [{ a: { constructor: date } }, '.a.constructor'],
  'a key prototype on the way to a Map': [{ prototype: { m: new Map([[1, 2]]) } }, '.prototype'],
  'an own key __proto__': [JSON.parse('{"a":{"__proto__":{"x":1}}}'), '.a.__proto__'],
  'a key __proto__ at a Date': [Object.fromEntries([['__proto__', date]]), '.__proto__'],
  'a dotted key of a Date': [{ 'a.b': date }, '["a.b"]'],
  'a dotted key that collides': [{ a: { b: date.toISOString() }, 'a.b': date }, '.a.b'],
  'a backslash before a dot': [{ 'a\\': { b: date } }, '["a\\\\"]'],
  'a bigint of more digits than are read': [{ n: 10n ** 20_000n }, '.n'],
  'a Set whose members are elsewhere, too': [
    { s: new Set([shared, other, 3]), a: shared, b: other, c: 1 },
    '.s<member 2>',
  ],
};

/** The part that is refused of a value, portably. */
const PORTABLE: Record<string, [unknown, string]> = {
  NaN: [{ list: [1, { n: NaN }] }, '.list[1].n'],
  'NaN alone': [NaN, ''],
  Infinity: [[[], 'x', -Infinity], '[2]'],
  'a NaN in a Map': [{ m: new Map([['k', NaN]]) }, '.m.k'],
  'a NaN in a Set': [{ m: new Set([1, NaN]) }, '.m[1]'],
  'a NaN behind other containers': [{ a: { b: { c: [] } }, d: NaN }, '.d'],
  'an integer that is written as another': [{ n: 2 ** 60 }, '.n'],
  'an invalid Date': [{ when: new Date(NaN) }, '.when'],
  'a RegExp': [{ r: /a/ }, '.r'],
  'a Promise': [[{ p: Promise.resolve(1) }], '[0].p'],
  'a Promise in a class instance': [new Point(Promise.resolve(1)), '.x'],
  'a WeakMap': [{ w: new WeakMap() }, '.w'],
  'a Map with other keys': [{ a: [new Map([[1, 2]])] }, '.a[0]'],
  'a function': [() => 1, ''],
};

describe('Values that would be lost', () => {
  for (const [what, [value, path]] of Object.entries(NATIVE)) {
    it(`are refused by name when written natively: ${what}`, () => {
      expect(refusedPart(() => writeNative(value))).to.equal(path);
    });
  }

  for (const [what, [value, path]] of Object.entries(PORTABLE)) {
    it(`are refused by name when written portably: ${what}`, () => {
      expect(refusedPart(() => writePortable(value))).to.equal(path);
    });
  }

  it('are not those that DBOS leaves out by design, or that only look dangerous', () => {
    const cycle: Record<string, unknown> = { shared };
    cycle.self = cycle;
    for (const value of [
      { f: () => 1, s: Symbol('s'), u: undefined, list: [() => 1] },
      new Point({ constructor: 1 }),
      { constructor: 'x', prototype: [1], 'a.b': { c: 1 }, 'a\\': 'x' },
      { 'a.b': { c: date } },
      { a: NaN, b: NaN, s: new Set([NaN, 1]) },
      { s: new Set([shared, 1]), a: shared },
      { a: 2n, b: [2n, new Map([[2n, 2n]])] },
      { r: /^a\.b$/giu },
      cycle,
      Object.assign(Object.create(null) as object, { a: date }),
      new Error('e', { cause: Promise.resolve(1) }),
      Buffer.from('x'),
    ]) {
      const text = writeNative(value);
      expect(text).to.equal(DBOSJSON.stringify(value));
      expect(isDeepStrictEqual(decodeSuperjson(text), DBOSJSON.parse(text))).to.equal(true);
    }
    for (const value of [
      0.1,
      1e21,
      5e-324,
      Number.MAX_VALUE,
      2 ** 53,
      2 ** 53 + 2,
      -0,
      { u: undefined, f: () => 1 },
    ]) {
      writePortable(value);
    }
  });

  it('are every value of which superjson gives another one back', () =>
    forSeeds(300, async (random) => {
      const value = withRiskyKeys(randomValue({ random, objects: [], shares: true }), random);
      let text: string;
      try {
        text = writeNative(value);
      } catch (error) {
        expect(error).to.be.instanceOf(UnstorableError);
        return Promise.resolve();
      }
      expect(isSame(value, DBOSJSON.parse(text)), text).to.equal(true);
      return Promise.resolve();
    }));
});

function refusedPart(write: () => unknown): string {
  try {
    write();
  } catch (error) {
    if (error instanceof UnstorableError) return error.path;
    throw error;
  }
  throw new Error('nothing was refused');
}

const RISKY = ['constructor', '__proto__', 'prototype', 'a.b', 'a', 'b', 'a\\', 'x\\.y'];

function withRiskyKeys(value: unknown, random: Random): unknown {
  const key = (): string => RISKY[random.int(RISKY.length)]!;
  return Object.fromEntries([
    [key(), value],
    [key(), { [key()]: new Date(5), b: value }],
    [key(), random.chance(0.5) ? new Map([['m', new Date(6)]]) : 'text'],
  ]);
}
