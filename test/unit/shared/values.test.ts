import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import {
  CLOSE_MARKER,
  decodeSuperjson,
  decodeValue,
  encodePortable,
  encodePortableArguments,
  encodeSuperjson,
  isCloseMarker,
  transcodeToPortable,
  UndecodableError,
} from '@dbosd/shared';

interface Serializer {
  stringify(value: unknown): string;
  parse(text: string): unknown;
}

// Not exported by the SDK, but it is what it writes with.
const require = createRequire(import.meta.url);
const sdk = require(join(dirname(require.resolve('@dbos-inc/dbos-sdk')), 'serialization.js')) as Record<
  'DBOSJSON' | 'DBOSPortableJSON',
  Serializer
>;

const MARK = ',"__dbos_serializer":"superjson"}';
const big = 123456789012345678901234567890n;

/** What DBOS 5.3.0 stores for a value, natively (without the mark) and portably. */
const TABLE: readonly { what: string; value: unknown; native?: string; portable: string }[] = [
  { what: 'null', value: null, native: '{"json":null', portable: 'null' },
  {
    what: 'undefined',
    value: undefined,
    native: '{"json":null,"meta":{"values":["undefined"]}',
    portable: 'null',
  },
  { what: 'a text', value: 'hello', native: '{"json":"hello"', portable: '"hello"' },
  { what: 'an empty text', value: '', native: '{"json":""', portable: '""' },
  { what: 'a number', value: 42.5, native: '{"json":42.5', portable: '42.5' },
  { what: 'true', value: true, native: '{"json":true', portable: 'true' },
  { what: 'NaN', value: NaN, native: '{"json":"NaN","meta":{"values":["number"]}', portable: 'null' },
  {
    what: '-Infinity',
    value: -Infinity,
    native: '{"json":"-Infinity","meta":{"values":["number"]}',
    portable: 'null',
  },
  { what: '-0', value: -0, native: '{"json":"-0","meta":{"values":["number"]}', portable: '0' },
  {
    what: 'a bigint',
    value: big,
    native: `{"json":"${String(big)}","meta":{"values":["bigint"]}`,
    portable: `"${String(big)}"`,
  },
  {
    what: 'a Date',
    value: new Date('2026-01-02T03:04:05.678Z'),
    native: '{"json":"2026-01-02T03:04:05.678Z","meta":{"values":["Date"]}',
    portable: '"2026-01-02T03:04:05.678Z"',
  },
  {
    what: 'a Map',
    value: new Map([
      ['a', 1],
      ['b', 2],
    ]),
    native: '{"json":[["a",1],["b",2]],"meta":{"values":["map"]}',
    portable: '{"a":1,"b":2}',
  },
  {
    what: 'a Set',
    value: new Set([1, 2, 3]),
    native: '{"json":[1,2,3],"meta":{"values":["set"]}',
    portable: '[1,2,3]',
  },
  {
    what: 'a Buffer',
    value: Buffer.from('hi'),
    native: '{"json":[104,105],"meta":{"values":[["custom","Buffer"]]}',
    portable: '{"type":"Buffer","data":[104,105]}',
  },
  {
    what: 'an array with holes',
    value: [1, undefined, null],
    native: '{"json":[1,null,null],"meta":{"values":{"1":["undefined"]}}',
    portable: '[1,null,null]',
  },
  {
    what: 'an undefined field',
    value: { x: undefined, y: 1 },
    native: '{"json":{"x":null,"y":1},"meta":{"values":{"x":["undefined"]}}',
    portable: '{"y":1}',
  },
  { what: 'a RegExp', value: /ab/g, native: '{"json":"/ab/g","meta":{"values":["regexp"]}', portable: '{}' },
  {
    what: 'a URL',
    value: new URL('http://a/b'),
    native: '{"json":"http://a/b","meta":{"values":["URL"]}',
    portable: '"http://a/b"',
  },
  {
    what: 'an Error',
    value: new TypeError('boom'),
    native: '{"json":{"name":"TypeError","message":"boom"},"meta":{"values":["Error"]}',
    portable: '{"name":"TypeError","message":"boom"}',
  },
  {
    what: 'nested maps and sets',
    value: new Map([['k', new Set([new Map([['x', big]])])]]),
    portable: '{"k":[{"x":"123456789012345678901234567890"}]}',
  },
];

describe('the formats of values', () => {
  for (const { what, value, native, portable } of TABLE) {
    it(`hold ${what} in the bytes that DBOS stores, and give it back`, () => {
      const text = encodeSuperjson(value);

      if (native !== undefined) expect(text).to.equal(native + MARK);
      expect(text).to.equal(sdk.DBOSJSON.stringify(value));
      expect(encodeSuperjson(decodeSuperjson(text))).to.equal(text);
      expect(encodeSuperjson(sdk.DBOSJSON.parse(text))).to.equal(text);
      expect(decodeValue({ data: text, serialization: 'js_superjson' })).to.deep.equal(
        sdk.DBOSJSON.parse(text),
      );
    });

    it(`say ${what} portably as DBOS does, from the value and from the stored text`, () => {
      expect(encodePortable(value)).to.equal(portable);
      expect(encodePortable(value)).to.equal(sdk.DBOSPortableJSON.stringify(value));
      expect(
        transcodeToPortable({ data: encodeSuperjson(value), serialization: 'js_superjson' }),
      ).to.deep.equal({ data: portable, serialization: 'portable_json' });
    });
  }

  it('write keys with dots and backslashes in the bytes of DBOS, and read what became of them as DBOS does', () => {
    // superjson 1.13.3 does not find all of these again; what matters is that both sides see the same.
    for (const value of [
      { 'a.b': new Date(0) },
      { 'c\\d': big, '\\': new Set([1]) },
      { 'e\\.f': { 'g.': undefined }, plain: { 'h.i': big } },
      { 'a.b': { c: big }, a: { 'b.c': new Map([['x.y', big]]) } },
    ]) {
      const text = encodeSuperjson(value);

      expect(text).to.equal(sdk.DBOSJSON.stringify(value));
      expect(decodeSuperjson(text)).to.deep.equal(sdk.DBOSJSON.parse(text));
      expect(encodePortable(value)).to.equal(sdk.DBOSPortableJSON.stringify(value));
    }
  });

  it('hold arguments as DBOS does', () => {
    expect(encodePortableArguments([1, 'two', new Date(0)])).to.equal(
      '{"positionalArgs":[1,"two","1970-01-01T00:00:00.000Z"]}',
    );
    expect(encodePortableArguments([], { a: big })).to.equal(
      `{"positionalArgs":[],"namedArgs":{"a":"${String(big)}"}}`,
    );
  });

  it('say that a value has no portable form', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;

    expect(() => encodePortable(cycle)).to.throw(TypeError);
    expect(() => encodePortable(new Map([[1, 2]]))).to.throw(TypeError, 'number as key');
  });

  it('take a key that is spelt __proto__ for a key', () => {
    expect(encodePortable(new Map([['__proto__', 1]]))).to.equal('{"__proto__":1}');
  });

  it('are turned into portable ones where nobody’s code must run for it, else left as they are', () => {
    const values = [
      { data: Buffer.from('{"a":1}').toString('base64'), serialization: 'DBOS_JSON' },
      { data: '__DBOS_NIL', serialization: 'DBOS_JSON' },
      { data: 'not base64 of JSON', serialization: 'DBOS_JSON' },
      { data: 'gAROLg==', serialization: 'py_pickle' },
      { data: '{"json":1}', serialization: 'js_superjson' },
      { data: '{"a":1}', serialization: 'portable_json' },
      { data: 'whatever' },
      { data: encodeSuperjson(new Map([[1, 2]])), serialization: 'js_superjson' },
    ];

    const portable = values.map(transcodeToPortable);

    expect(portable.slice(0, 2)).to.deep.equal([
      { data: '{"a":1}', serialization: 'portable_json' },
      { data: 'null', serialization: 'portable_json' },
    ]);
    expect(portable.slice(2)).to.deep.equal(values.slice(2));
  });

  it('are decoded by their names, and what cannot be comes with its text', () => {
    expect(decodeValue({ data: '[1]', serialization: 'portable_json' })).to.deep.equal([1]);
    expect(decodeValue({ data: encodeSuperjson(big) })).to.equal(big);
    expect(decodeValue({ data: 'eyJhIjoxfQ==', serialization: 'DBOS_JSON' })).to.deep.equal({ a: 1 });
    for (const stored of [
      { data: 'gAROLg==', serialization: 'py_pickle' },
      { data: '{', serialization: 'portable_json' },
      { data: '{"json":1}' },
      { data: '%', serialization: 'DBOS_JSON' },
    ]) {
      let caught: unknown;
      try {
        decodeValue(stored);
      } catch (error) {
        caught = error;
      }
      expect(caught).to.be.instanceOf(UndecodableError);
      expect((caught as UndecodableError).payload).to.equal(stored);
    }
  });
});

describe('a value that cannot be decoded', () => {
  const why = (data: string, serialization?: string): string => {
    try {
      decodeValue(serialization === undefined ? { data } : { data, serialization });
      return '';
    } catch (error) {
      expect(error).to.be.instanceOf(UndecodableError);
      expect((error as UndecodableError).message).to.contain((error as UndecodableError).why);
      return (error as UndecodableError).why;
    }
  };

  it('says what is wrong with its text, where its format is read', () => {
    for (const format of ['portable_json', 'js_superjson', 'DBOS_JSON'])
      expect(why('', format), format).to.equal('its text is empty');
    for (const format of ['portable_json', 'js_superjson'])
      expect(why('{"a":', format), format).to.equal('its text is not valid JSON');
    expect(why('%', 'DBOS_JSON')).to.equal('its text is not base64 of JSON');
    expect(why('{"json":1}', 'js_superjson')).to.equal('its text carries no superjson mark of DBOS');
    const invalid = encodeSuperjson(new Date(0)).replace('1970', 'x');
    expect(why(invalid, 'js_superjson')).to.equal('a Date is no point in time');
    expect(why(`${'['.repeat(3000)}${']'.repeat(3000)}`, 'portable_json')).to.match(/2000 levels deep/);
  });

  it('says that its format is not read, where it is not', () => {
    expect(why('gAROLg==', 'py_pickle')).to.equal('its format, py_pickle, is not read here');
    expect(why('{"json":1}')).to.equal("its format, the application's own, is not read here");
    expect(why('')).to.equal("its format, the application's own, is not read here");
  });

  it('says so of a text that bears the mark of a format whose name is not recorded', () => {
    const text = encodeSuperjson(new Date(0)).replace('1970', 'x');
    expect(why(text)).to.equal('a Date is no point in time');
  });
});

describe('a close marker', () => {
  const MARKER = '__DBOS_STREAM_CLOSED__';

  it('is known in the forms of all languages, and as a superjson text', () => {
    expect(isCloseMarker(CLOSE_MARKER)).to.equal(true);
    expect(isCloseMarker({ data: `"${MARKER}"`, serialization: 'py_pickle' })).to.equal(true);
    expect(isCloseMarker({ data: MARKER, serialization: 'DBOS_JSON' })).to.equal(true);
    expect(isCloseMarker({ data: encodeSuperjson(MARKER), serialization: 'js_superjson' })).to.equal(true);
  });

  it('is not any value that only holds it', () => {
    for (const value of [[MARKER], { MARKER }, `${MARKER} `, ` ${MARKER}`]) {
      const data = encodeSuperjson(value);
      expect(isCloseMarker({ data, serialization: 'js_superjson' }), data).to.equal(false);
      expect(isCloseMarker({ data: JSON.stringify(value), serialization: 'portable_json' })).to.equal(false);
    }
    expect(isCloseMarker({ data: `{"json":"${MARKER}"}`, serialization: 'js_superjson' })).to.equal(false);
  });
});
