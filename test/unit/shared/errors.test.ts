import {
  decodeError,
  encodeError,
  encodeErrorInShort,
  PORTABLE_JSON,
  PortableWorkflowError,
  reviveError,
  sourceOf,
} from '@dbosd/shared';
import { expect } from 'chai';

/** What a reader sees of what was thrown. */
function read(thrown: unknown, isPortable = false): Error & Record<string, unknown> {
  return decodeError(encodeError(thrown, isPortable)) as Error & Record<string, unknown>;
}

const circular: Record<string, unknown> = {};
circular['request'] = { response: circular };

const THROWN: Readonly<Record<string, [thrown: unknown, source: string]>> = {
  'a bigint': [404n, '404n'],
  NaN: [NaN, 'NaN'],
  'minus infinity': [-Infinity, '-Infinity'],
  undefined: [undefined, 'undefined'],
  null: [null, 'null'],
  'a text': ['no', '"no"'],
  'a symbol': [Symbol('out'), '"Symbol(out)"'],
  'a function': [function stop() {}, '"[Function: stop]"'],
};

describe('What is thrown', () => {
  for (const [what, [thrown, source]] of Object.entries(THROWN)) {
    it(`is named when it is no error: ${what}`, () => {
      const error = read(thrown);
      expect(error).to.be.instanceOf(Error).and.include({ name: 'NonError' });
      expect(error.message).to.equal(`the workflow threw a value that is not an error: ${source}`);
    });

    it(`is named in portable form, too: ${what}`, () => {
      const error = read(thrown, true);
      expect(error).to.be.instanceOf(PortableWorkflowError).and.have.property('name', 'Error');
      expect(error.message).to.not.equal('');
    });
  }

  it('is an Error with its fields when it is an object', () => {
    expect(read({ status: 404, id: 1n }))
      .to.be.instanceOf(Error)
      .and.include({ status: 404, id: 1n });
    expect(read({ status: 404, id: 1n }, true)).to.include({ message: '{"status":404,"id":"1n"}' });
  });

  for (const text of ['[1]', '"text"', '7', 'null'])
    it(`is named when a portable error is stored as ${text}`, () => {
      const error = reviveError(JSON.parse(text), PORTABLE_JSON);
      expect(error).to.have.property('name', 'NonError');
      expect(error.message).to.equal(`the workflow threw a value that is not an error: ${text}`);
    });

  it('keeps a bigint as the cause', () => {
    expect(read(404n).cause).to.equal(404n);
  });
});

const HOSTILE: Readonly<Record<string, () => Error>> = {
  'circular data': () => Object.assign(new Error('upstream said 503'), { code: 'E503', data: circular }),
  'a getter that throws': () =>
    Object.defineProperty(Object.assign(new Error('upstream said 503'), { code: 'E503' }), 'data', {
      enumerable: true,
      get: () => {
        throw new Error('stream consumed');
      },
    }),
  'a toJSON that throws': () =>
    Object.assign(new Error('upstream said 503'), {
      code: 'E503',
      data: {
        toJSON: () => {
          throw new Error('not now');
        },
      },
    }),
  'a toJSON that throws what has no text': () =>
    Object.assign(new Error('upstream said 503'), {
      code: 'E503',
      data: {
        toJSON: () => {
          throw Object.create(null);
        },
      },
    }),
  'a map with objects as keys': () =>
    Object.assign(new Error('upstream said 503'), { code: 'E503', data: new Map([[{}, 1]]) }),
  'a proxy that throws as a field': () =>
    Object.assign(new Error('upstream said 503'), {
      code: 'E503',
      data: new Proxy({}, { ownKeys: fail, get: fail, has: fail, getPrototypeOf: fail }),
    }),
  'data that has no end': () =>
    Object.assign(new Error('upstream said 503'), { code: 'E503', data: endless() }),
  'data that is shared a million times': () =>
    Object.assign(new Error('upstream said 503'), { code: 'E503', data: doubled(40) }),
};

describe('An error that cannot be stored whole', () => {
  for (const [what, make] of Object.entries(HOSTILE)) {
    for (const isPortable of [false, true]) {
      it(`keeps its name, message and code, ${isPortable ? 'portable' : 'native'}: ${what}`, () => {
        const error = read(make(), isPortable);
        expect(error).to.include({ name: 'Error', message: 'upstream said 503', code: 'E503' });
      });
    }
  }

  it('keeps its stack and other fields, and says what is left out and why', () => {
    const thrown = Object.assign(HOSTILE['a getter that throws']!(), { url: 'http://a' });
    const error = read(thrown);
    expect(error.stack).to.equal(thrown.stack);
    expect(error['url']).to.equal('http://a');
    expect(error['leftOut']).to.contain('left out').and.contain('data (stream consumed)');
    const portable = read(thrown, true);
    expect(portable['data']).to.deep.include({ stack: thrown.stack });
    expect((portable['data'] as { leftOut: string }).leftOut).to.contain('data (stream consumed)');
  });

  it('is stored as before when all of it can be', () => {
    const thrown = Object.assign(new TypeError('bad'), { code: 17, data: { x: 1 } });
    expect(encodeError(thrown, true).data).to.equal(
      '{"name":"TypeError","message":"bad","code":17,"data":{"x":1}}',
    );
    expect(read(thrown))
      .to.be.instanceOf(TypeError)
      .and.deep.include({ code: 17, data: { x: 1 } });
  });

  it('keeps what it can of one that cannot be read at all', () => {
    const message = Object.defineProperty(new Error(), 'message', { get: fail });
    expect(read(message)['leftOut']).to.contain('message (never)');
    const traps = {
      get: fail,
      has: fail,
      ownKeys: fail,
      getPrototypeOf: fail,
      getOwnPropertyDescriptor: fail,
    };
    for (const isPortable of [false, true]) {
      const proxy = read(new Proxy(new Error('x'), traps), isPortable);
      expect(proxy).to.be.instanceOf(Error).and.have.property('name', 'Error');
      const bare = read(Object.assign(Object.create(null), { message: 'bare' }), isPortable);
      expect(bare.message).to.contain('bare');
    }
    expect(read(Object.assign(new Error('x'), { toJSON: fail }))).to.include({ message: 'x' });
  });

  it('leaves out a chain of causes that is stored well, but longer than any reader follows', () => {
    for (const length of [400, 600, 900, 1100]) {
      let chain = new Error('root');
      for (let n = 0; n < length; n += 1) chain = new Error(String(n), { cause: chain });
      const seen = read(chain);
      expect(seen.message).to.equal(String(length - 1));
      expect('leftOut' in seen, String(length)).to.equal(length > 500);
    }
  });

  it('keeps causes that can be stored, and leaves out a chain without end', () => {
    const root = new Error('root');
    expect(read(new Error('top', { cause: root })).cause)
      .to.be.instanceOf(Error)
      .and.include({ message: 'root' });
    const bad = new Error('top', {
      cause: Object.assign(new Error('inner'), { data: new Proxy({}, { ownKeys: fail }) }),
    });
    expect(read(bad)).to.include({ message: 'top' });
    expect(read(bad)['leftOut']).to.contain('cause (never)');
    let chain = new Error('end');
    for (let n = 0; n < 20_000; n += 1) chain = new Error(String(n), { cause: chain });
    expect(read(chain)).to.include({ message: '19999' });
    const all = new AggregateError([root, bad], 'all');
    expect(read(all)).to.include({ message: 'all' });
  });

  it('keeps NULs, lone surrogates and names of prototypes', () => {
    const odd = Object.assign(
      new Error('a\u0000b\ud800c'),
      JSON.parse('{"constructor":{"a":1},"prototype":2}') as object,
    );
    expect(encodeError(odd, true).data).not.to.match(/[\u0000\ud800]/);
    expect(read(odd)).to.include({ message: 'a\u0000b\ud800c' });
    expect(read(odd, true)).to.include({ message: 'a\u0000b\ud800c' });
  });

  it('can be stored in short', () => {
    const huge = new RangeError('m'.repeat(1_000_000));
    for (const isPortable of [false, true]) {
      const stored = encodeErrorInShort(huge, { isPortable, length: 8192, why: 'it has 1,000,000 bytes' });
      expect(stored.data.length).to.be.lessThan(40_000);
      const error = decodeError(stored);
      expect(error.name).to.equal('RangeError');
      expect(error.message).to.equal('m'.repeat(8192));
      expect(stored.data).to.contain('left out').and.contain('1,000,000 bytes');
    }
  });
});

describe('An error that is read', () => {
  it('is an Error whatever its record says', () => {
    const record = JSON.parse('{"name":"X","message":"m","__proto__":{"a":1},"then":1}') as object;
    const error = reviveError(record, 'js_superjson');
    expect(error).to.be.instanceOf(Error);
    expect(Object.getPrototypeOf(error)).to.equal(Error.prototype);
  });

  it('names any value', () => {
    expect(sourceOf(new Map([[1n, new Set([NaN])]]))).to.equal('[["1n",["NaN"]]]');
    expect(sourceOf(circular)).to.equal('a value that has no text');
  });
});

function fail(): never {
  throw new Error('never');
}

function endless(): object {
  return {
    get more() {
      return endless();
    },
  };
}

function doubled(times: number): object {
  let value: object = {};
  for (let n = 0; n < times; n += 1) value = { left: value, right: value };
  return value;
}
