import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  DecodeBudget,
  decodeError,
  decodeSuperjson,
  decodeValue,
  encodeSuperjson,
  transcodeToPortable,
  UndecodableError,
  UnstorableError,
  writeNative,
  writePortable,
} from '@dbosd/shared';
import { expect } from 'chai';
import { forSeeds, type Random } from '../../support/random.js';
import { isSame, randomValue } from '../../support/random-value.js';

// What DBOS for TypeScript reads with: superjson 1.13.3.
const require = createRequire(import.meta.url);
const { DBOSJSON } = require(
  join(dirname(require.resolve('@dbos-inc/dbos-sdk')), 'serialization.js'),
) as Record<'DBOSJSON', { stringify: (value: unknown) => string; parse: (text: string) => unknown }>;

const MARK = 'superjson';
const envelope = (json: unknown, values?: unknown, referentialEqualities?: unknown): string =>
  JSON.stringify({ json, meta: { values, referentialEqualities }, __dbos_serializer: MARK });
const native = (data: string): { data: string; serialization: string } => ({
  data,
  serialization: 'js_superjson',
});

/** What reading the text costs, counted; it may fail. */
function costOf(text: string): number {
  const budget = new DecodeBudget(text);
  try {
    decodeSuperjson(text, undefined, budget);
  } catch {
    // What it costs to refuse counts as well.
  }
  return budget.spent;
}

/** V8's hash of a small integer in a Set or Map. */
function hashOf(number: number): number {
  let hash = (~number + (number << 15)) | 0;
  hash ^= hash >>> 12;
  hash = (hash + (hash << 2)) | 0;
  hash ^= hash >>> 4;
  hash = Math.imul(hash, 2057);
  return hash ^ (hash >>> 16);
}

/** Reads the text on every side, and looks at what comes out: it costs no more than the text warrants. */
function expectBounded(text: string): void {
  const { limit } = new DecodeBudget(text);
  // Everything is paid for before it is made.
  expect(costOf(text)).to.be.at.most(limit + 1);
  const transcoded = transcodeToPortable(native(text));
  expect(transcoded.data.length).to.be.at.most(2 * limit);
  try {
    const value = decodeValue(native(text));
    // Else the next program that stores the value is the one that dies of it.
    const again = encodeSuperjson(value);
    expect(again.length).to.be.lessThan(64 * text.length + 65_536);
  } catch (error) {
    if (!(error instanceof UndecodableError)) expect(isOwnFailure(error), String(error)).to.equal(true);
  }
}

/** What the call throws. Chai's own `throw` looks at every frame of a stack that has overflowed. */
function failureOf(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}

// What is read may be what superjson cannot write: nested too deeply, an invalid Date.
function isOwnFailure(error: unknown): boolean {
  return error instanceof RangeError || error instanceof TypeError;
}

describe('a bigint', () => {
  /** Runs something, and returns how often a bigint was made of a text meanwhile. */
  function conversions(run: () => void): number {
    const { BigInt: original } = globalThis;
    let count = 0;
    const counting = (given: string): bigint => {
      count += 1;
      return original(given);
    };
    globalThis.BigInt = Object.assign(counting, original);
    try {
      run();
    } finally {
      globalThis.BigInt = original;
    }
    return count;
  }

  it('is not converted where only its digits are wanted', () => {
    const text = encodeSuperjson([123n, -5n, 0n, new Set([7n]), new Map([['k', 8n]])]);
    const count = conversions(() => {
      expect(transcodeToPortable(native(text))).to.deep.equal({
        data: '["123","-5","0",["7"],{"k":"8"}]',
        serialization: 'portable_json',
      });
    });
    expect(count).to.equal(0);
  });

  it('has the digits there that a bigint has', () => {
    const values = { 0: ['bigint'], 1: ['bigint'], 2: ['bigint'] };
    expect(transcodeToPortable(native(envelope(['007', '-0', '-00120'], values))).data).to.equal(
      '["7","0","-120"]',
    );
  });

  it('is no key of an object', () => {
    const stored = native(encodeSuperjson(new Map([[1n, 'one']])));
    expect(transcodeToPortable(stored)).to.deep.equal(stored);
  });

  it('of more digits than are converted in a millisecond is refused on both sides', () => {
    const fits = 10n ** 4094n;
    expect(decodeSuperjson(writeNative(fits))).to.equal(fits);
    expect(() => writeNative(10n ** 4096n)).to.throw(UnstorableError, /4096 digits/);
    expect(() => decodeSuperjson(envelope('9'.repeat(4097), ['bigint']))).to.throw(/4096/);
    const stored = native(envelope('9'.repeat(4097), ['bigint']));
    expect(transcodeToPortable(stored)).to.deep.equal(stored);
  });
});

describe('The decoder of superjson', () => {
  for (const shares of [false, true]) {
    it(`reads what superjson 1.13.3 reads of ${shares ? 'values with repeated references' : 'trees of every type'}`, () =>
      forSeeds(200, async (random) => {
        const value = randomValue({ random, objects: [], shares });
        const text = DBOSJSON.stringify(value);
        let expected: unknown;
        try {
          expected = DBOSJSON.parse(text);
        } catch {
          // superjson itself cannot read it back, ...
          return Promise.resolve();
        }
        // ... or loses count among references in a Set, and gives another value.
        if (!isSame(value, expected)) return Promise.resolve();
        const read = decodeSuperjson(text);
        expect(isDeepStrictEqual(read, expected), `${text}\n${encodeSuperjson(read)}`).to.equal(true);
        expect(costOf(text)).to.be.at.most(new DecodeBudget(text).limit / 2);
        return Promise.resolve();
      }));
  }

  it('brings back the same object wherever it was the same, and cycles', () => {
    const shared = { at: new Date(5) };
    const node: Record<string, unknown> = { shared, list: [shared, shared] };
    node.self = node;
    const read = decodeSuperjson(DBOSJSON.stringify({ node, shared })) as Record<
      string,
      Record<string, unknown>
    >;
    expect(read.shared).to.equal(read.node!.shared);
    expect((read.node!.list as unknown[])[1]).to.equal(read.shared);
    expect(read.node!.self).to.equal(read.node);
    expect(read.shared).to.deep.equal(shared);
  });

  const sizesFromClaims: Record<string, string> = {
    'a Buffer of a length that is only claimed': envelope({ length: 6e8 }, [['custom', 'Buffer']]),
    'a Buffer of a number': envelope(6e8, [['custom', 'Buffer']]),
    'a typed array of a number': envelope(5e8, [['typed-array', 'Float64Array']]),
    'a typed array of a claimed length': envelope({ length: 5e8 }, [['typed-array', 'Uint8Array']]),
    'an array made long by a path': envelope([1], { '4294967294': ['undefined'] }),
    'an array made long by a reference': envelope([{}], undefined, { '0': ['4294967294'] }),
    'a Set of a text': envelope('x', ['set']),
    'a Map of numbers': envelope([1], ['map']),
    'an unknown custom value': envelope({}, [['custom', 'constructor']]),
    'a registered class': envelope({}, [['class', 'Object']]),
    'a symbol': envelope('x', [['symbol', 'x']]),
    'an annotation that is a property of every object': envelope({}, ['constructor']),
    'a path to a prototype': envelope({ a: {} }, { 'a.__proto__.polluted': ['undefined'] }),
    'a reference to a prototype': envelope({ a: {} }, undefined, { a: ['constructor.prototype.polluted'] }),
    'a bigint of hex digits': envelope('0xff', ['bigint']),
    'a bigint of a million digits': envelope('9'.repeat(1e6), ['bigint']),
    'a regular expression of costly classes': envelope(`/${'[\\p{RGI_Emoji}--x]'.repeat(99)}/v`, ['regexp']),
    'a Date that is none': envelope('never', ['Date']),
    'a URL that is none': envelope('nowhere', ['URL']),
    'an Error without fields': envelope(5, ['Error']),
    'annotations that are a text': envelope({}, 'abc'),
    'annotations below a Map': envelope([[1, 2]], { '': ['map'], '0.0': ['undefined'], '1': ['set'] }),
    'references that are a number': envelope({}, undefined, 7),
  };
  for (const [what, text] of Object.entries(sizesFromClaims)) {
    it(`refuses ${what}, and the daemon leaves it as it is stored`, () => {
      const stored = native(text);
      expect(() => decodeValue(stored)).to.throw(UndecodableError);
      if (what !== 'a regular expression of costly classes') {
        expect(transcodeToPortable(stored)).to.deep.equal(stored);
      }
      expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
      expectBounded(text);
    });
  }

  it('refuses references that double the value 26 times, and does not write them out', () => {
    const json: Record<string, unknown> = { l0: { s: 'x'.repeat(50) } };
    const references: Record<string, string[]> = {};
    for (let level = 1; level <= 26; level += 1) {
      json[`l${String(level)}`] = { a: null, b: null };
      references[`l${String(level - 1)}`] = [`l${String(level)}.a`, `l${String(level)}.b`];
    }
    const stored = native(envelope(json, undefined, references));
    expect(() => decodeValue(stored)).to.throw(UndecodableError);
    expect(transcodeToPortable(stored)).to.deep.equal(stored);
    expect(() => decodeError(stored)).to.throw(UndecodableError);
  });

  it('refuses one long text or bigint that is repeated', () => {
    for (const [value, type] of [
      ['x'.repeat(10_000), undefined],
      ['9'.repeat(10_000), ['bigint']],
    ] as const) {
      const paths = Array.from({ length: 1000 }, (_, at) => `l.${String(at)}`);
      const list = paths.map(() => null);
      const text = envelope({ v: value, l: list }, type && { v: type }, { v: paths });
      expect(() => decodeValue(native(text))).to.throw(UndecodableError);
      expect(transcodeToPortable(native(text))).to.deep.equal(native(text));
    }
  });

  it('refuses members of a Set that collide in their hashes by the thousand', () => {
    const members = Array.from({ length: 20_000 }, (_, at) => String(BigInt(at) << 64n));
    const annotations = Object.fromEntries(members.map((_, at) => [String(at), ['bigint']]));
    const text = envelope(members, ['set', annotations]);
    expect(() => decodeValue(native(text))).to.throw(UndecodableError);
    const rows = envelope(
      members.map((key) => [key, 1]),
      ['map', Object.fromEntries(members.map((_, at) => [`${String(at)}.0`, ['bigint']]))],
    );
    expect(() => decodeValue(native(rows))).to.throw(UndecodableError);
    // Numbers as V8 hashes them: all of these are in one bucket of 8,192.
    const colliding: number[] = [];
    for (let number = 0; colliding.length < 1000; number += 1) {
      if ((hashOf(number) & 0x1fff) === 0) colliding.push(number);
    }
    expect(() => decodeValue(native(envelope(colliding, ['set'])))).to.throw(UndecodableError);
    const pairs = colliding.map((number) => [number, 0]);
    expect(() => decodeValue(native(envelope(pairs, ['map'])))).to.throw(UndecodableError);
  });

  it('reads large Sets and Maps of ordinary numbers', () => {
    const count = 10_000;
    for (const numberOf of [
      ...[1, 7, 64, 1024, 65_536, 0.5, 1e9, -3].map((factor) => (at: number) => at * factor),
      (at: number) => BigInt(at) * 1_000_003n,
    ]) {
      const numbers = Array.from({ length: count }, (_, at) => numberOf(at));
      expect(decodeSuperjson(writeNative(new Set(numbers)))).to.have.property('size', count);
    }
  });

  it('counts to a place in a Map or Set once, not for each reference', () => {
    const size = 5000;
    const paths = Array.from({ length: size }, (_, at) => `m.${String(at)}.1`);
    const text = envelope({ v: { x: 1 }, m: paths.map((_, at) => [at, null]) }, { m: ['map'] }, { v: paths });
    expect(costOf(text)).to.be.at.most(new DecodeBudget(text).limit);
    // Every replaced member goes to the end, after which the places are others: that is given up.
    const objects = Array.from({ length: size }, (_, at) => ({ at }));
    const members = Object.fromEntries(objects.map((_, at) => [`o.${String(at)}`, [`s.${String(at)}`]]));
    const moved = envelope({ o: objects, s: objects }, { s: ['set'] }, members);
    expect(() => decodeValue(native(moved))).to.throw(UndecodableError);
    expectBounded(moved);
  });

  it('reads or refuses what is nested a hundred thousand times, and never dies of it', () => {
    const deep = (open: string, close: string, inner: string): string =>
      open.repeat(100_000) + inner + close.repeat(100_000);
    const texts = [
      `{"json":${deep('[', ']', '1')},"__dbos_serializer":"superjson"}`,
      `{"json":${deep('[', ']', '1')},"meta":{"values":["set"]},"__dbos_serializer":"superjson"}`,
      `{"json":${deep('[', ']', '1')},"meta":{"values":${deep('["set",{"0":', '}]', '["set"]')}},"__dbos_serializer":"superjson"}`,
      `{"json":{"a":${deep('{"a":', '}', '1')},"b":0},"meta":{"referentialEqualities":{"a":["b"]}},"__dbos_serializer":"superjson"}`,
      `{"json":{},"meta":{"values":${deep('{"a":', '}', '["set"]')}},"__dbos_serializer":"superjson"}`,
    ];
    for (const text of texts) expectBounded(text);
    const errors = `{"json":${deep('{"name":"E","message":"","cause":', '}', '1')},"__dbos_serializer":"superjson"}`;
    expect(failureOf(() => decodeError(native(errors)))).to.be.instanceOf(UndecodableError);
  });

  it('refuses a value that is nested too deeply to be printed or stored again, in every format', () => {
    const json = '['.repeat(100_000) + ']'.repeat(100_000);
    for (const stored of [
      { data: json, serialization: 'portable_json' },
      { data: Buffer.from(json).toString('base64'), serialization: 'DBOS_JSON' },
      native(`{"json":${json},"__dbos_serializer":"superjson"}`),
    ]) {
      expect(failureOf(() => decodeValue(stored))).to.be.instanceOf(UndecodableError);
    }
    const brackets = JSON.stringify(['"\\['.repeat(5000)]);
    expect(decodeValue({ data: brackets, serialization: 'portable_json' })).to.deep.equal(
      JSON.parse(brackets),
    );
    const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(() => writePortable(deep(1950))).to.throw(UnstorableError, 'levels deep');
    const written = { data: writePortable(deep(1800)), serialization: 'portable_json' };
    expect(decodeValue(written)).to.be.an('array');
  });

  it('refuses a URL whose host would be coded letter by letter', () => {
    const letters = Array.from({ length: 2000 }, (_, at) =>
      String.fromCharCode(0x4e00 + ((at * 7919) % 20_000)),
    );
    const host = letters.join('');
    for (const url of [
      ...[`http://${host}`, `http:${host}`, ` HTTPS:\\\\${host}/x`, `ws://u:p@${host}:80`],
      ...[`h\tttp:/\n/${host}`, `http://${encodeURIComponent(host)}`, `file:///${'/'.repeat(9)}${host}`],
    ]) {
      expect(
        failureOf(() => decodeValue(native(envelope(url, ['URL'])))),
        url.slice(0, 20),
      ).to.be.instanceOf(UndecodableError);
    }
    const written = new URL(`http://${'a'.repeat(2000)}`);
    expect(() => writeNative({ written })).to.throw(UnstorableError, '.written could not be read again');
    for (const url of [`foo://${host}`, `http://host/${host}?${host}#${host}`, `data:text/plain,${host}`]) {
      expect(decodeValue(native(envelope(url, ['URL'])))).to.deep.equal(new URL(url));
    }
  });

  it('makes the errors in a value without noting the stack that they are made on', () => {
    const value = decodeValue(native(envelope([{ message: 'm' }], { '0': ['Error'] }))) as Error[];
    expect(value[0]).to.be.instanceOf(Error).with.property('stack', undefined);
    const record = { name: 'TypeError', message: 'm' };
    const errors = { name: 'AggregateError', message: 'a', errors: [record, record], cause: record };
    const error = decodeError(native(envelope(errors))) as AggregateError;
    expect(error.errors[0]).to.be.instanceOf(TypeError).with.property('message', 'm');
    for (const one of [error, error.cause, ...(error.errors as unknown[])]) {
      expect((one as Error).stack).not.to.include('superjson-decoder');
    }
    expect(new Error('after').stack).to.include('superjson-decoder');
  });

  it('refuses an error that is its own cause', () => {
    const text = envelope({ name: 'E', message: 'm', cause: null }, undefined, [['cause']]);
    expect(failureOf(() => decodeError(native(text)))).to.be.instanceOf(UndecodableError);
  });

  it('costs a small multiple of the length of any text, whatever that claims', () =>
    forSeeds(300, async (random) => {
      expectBounded(hostileText(random));
      return Promise.resolve();
    }));
});

const TYPES: readonly unknown[] = [
  ...[
    'undefined',
    'bigint',
    'Date',
    'Error',
    'regexp',
    'set',
    'map',
    'number',
    'URL',
    'nonsense',
    'toString',
  ],
  ...['Int8Array', 'Float64Array', 'BigInt64Array', 'Array'].map((name) => ['typed-array', name]),
  ...['Buffer', 'DBOS.WorkflowHandle', 'unknown', '__proto__'].map((name) => ['custom', name]),
  ['class', 'Object'],
  ['symbol', 's'],
  7,
  null,
];
const SEGMENTS = [
  'a',
  'b',
  '0',
  '1',
  '2',
  '00',
  '1e3',
  '-1',
  '4294967295',
  '__proto__',
  'constructor',
  'length',
  '',
  '\\.',
];
const SCALARS: readonly unknown[] = [
  ...[null, true, 0, 1e9, -1, 1e300, '', 'x', '/a/', '/(a+)+$/', 'NaN', '2026-01-01', 'http://a'],
  '9'.repeat(5000),
  'y'.repeat(2000),
];

/** JSON, annotations and references that no serializer has written. */
function hostileText(random: Random): string {
  const one = <T>(list: readonly T[]): T => list[random.int(list.length)]!;
  const json = (depth: number): unknown => {
    if (depth === 0 || random.chance(0.2)) return one(SCALARS);
    if (random.chance(0.1)) return { length: 2 ** 31, wfid: 'w', name: {}, message: [] };
    const parts = Array.from({ length: random.int(6) }, () => json(depth - 1));
    return random.chance(0.5) ? parts : Object.fromEntries(parts.map((part) => [one(SEGMENTS), part]));
  };
  const path = (): string => Array.from({ length: 1 + random.int(5) }, () => one(SEGMENTS)).join('.');
  const tree = (depth: number): unknown => {
    const children = Object.fromEntries(
      Array.from({ length: depth === 0 ? 0 : random.int(5) }, () => [path(), tree(depth - 1)]),
    );
    return random.chance(0.6) ? [one(TYPES), children] : children;
  };
  const references = (): unknown =>
    Object.fromEntries(
      Array.from({ length: random.int(30) }, () => [path(), Array.from({ length: random.int(30) }, path)]),
    );
  const notes = random.chance(0.2) ? [[path(), path()], references()] : references();
  return envelope(json(4), random.chance(0.8) ? tree(3) : undefined, random.chance(0.7) ? notes : undefined);
}
