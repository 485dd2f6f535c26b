import { expect } from 'chai';
import { contractRoot, messageToObject } from '@dbosd/shared';
import { encodeRun } from '@dbosd/daemon/internal/rpc/methods/streams.js';

describe('a run of values', () => {
  for (const serialization of ['js_superjson', 'ü'.repeat(120), undefined]) {
    it(`is encoded like values one by one, with a format of ${String(serialization?.length)} characters`, () => {
      const texts = ['', '"ü"', 'x'.repeat(127), 'x'.repeat(128), 'y'.repeat(20_000)];
      const sizes = Uint32Array.from(texts, (text) => Buffer.byteLength(text));
      const bytes = Buffer.from(texts.join(''));
      const format = serialization === undefined ? {} : { serialization };

      const encoded = encodeRun({ length: texts.length, bytes, sizes, maxSize: 20_000, ...format });

      const type = contractRoot().lookupType('dbosd.v1.ReadStreamResponse');
      const message = type.fromObject({ values: texts.map((data) => ({ payload: { data, ...format } })) });
      expect(messageToObject(type, type.decode(encoded))).to.deep.equal(messageToObject(type, message));
    });
  }

  it('is encoded once, however many read it', () => {
    const run = { length: 1, bytes: Buffer.from('1'), sizes: Uint32Array.of(1), maxSize: 1 };

    expect(encodeRun(run)).to.equal(encodeRun(run));
  });
});
