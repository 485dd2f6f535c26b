import { firstRoundedNumber, parseExactly, StoredNumber, jsonOf } from '@dbosd/cli/internal/output/json.js';
import { PORTABLE_JSON, reviveError } from '@dbosd/shared';
import { expect } from 'chai';
import { forSeeds } from '../../support/random.js';

describe('Numbers of a JSON text', () => {
  it('are known to be rounded by JavaScript, or not', () => {
    for (const digits of [
      ...['9007199254740993', '-12345678901234567890', '1e400', '3.14159265358979323846', '1e-400'],
      ...['0.1234567890123456789', '123456789012345.678', '1.7976931348623159e308'],
    ]) {
      expect(firstRoundedNumber(`{"a":["1",${digits}]}`), digits).to.equal(digits);
    }
    for (const digits of [
      ...['0', '-0', '0.0', '1.50', '1e3', '1E+21', '100000000000000000000', '9007199254740992', '5e-324'],
      ...['0.1', '0.30000000000000004', '1.7976931348623157e308', '0.000001', '12345678901234500000000'],
    ]) {
      expect(firstRoundedNumber(`[${digits}]`), digits).to.equal(undefined);
    }
    expect(firstRoundedNumber('{"9007199254740993":"a \\" 9007199254740993 \\\\"}')).to.equal(undefined);
  });

  it('keep their digits, and everything else is what JSON.parse makes of it', () => {
    const text =
      '{"n":9007199254740993,"list":[1,"9007199254740993",0.1234567890123456789],"__proto__":{"x":1}}';
    const value = parseExactly(text) as { n: StoredNumber; list: unknown[] };
    expect(value.n).to.be.instanceOf(StoredNumber).with.property('digits', '9007199254740993');
    expect(value.list).to.deep.equal([1, '9007199254740993', new StoredNumber('0.1234567890123456789')]);
    expect(jsonOf({ shown: value.list, n: value.n })).to.equal(
      '{"shown":[1,"9007199254740993",0.1234567890123456789],"n":9007199254740993}',
    );
    expect(() => parseExactly('{"n":9007199254740993')).to.throw(SyntaxError);
    expect(() => parseExactly('{9007199254740993:1}')).to.throw(SyntaxError);
  });

  it('are named by their digits where an error is such a number', () => {
    const error = reviveError(parseExactly('18446744073709551615'), PORTABLE_JSON);

    expect(error).to.have.property('name', 'NonError');
    expect(error.message).to.equal('the workflow threw a value that is not an error: 18446744073709551615');
  });

  it('are not rounded where JavaScript itself has written them', () =>
    forSeeds(20, async (random) => {
      for (let at = 0; at < 200; at += 1) {
        const bytes = new DataView(new ArrayBuffer(8));
        for (const place of [0, 2, 4, 6]) bytes.setUint16(place, random.int(65_536));
        const text = JSON.stringify([bytes.getFloat64(0)]);
        expect(firstRoundedNumber(text), text).to.equal(undefined);
      }
      return Promise.resolve();
    }));

  it('are looked at in time that grows with the text only', () => {
    const zeros = '0'.repeat(200_000);
    for (const text of [
      `1${zeros}1`,
      `0.${zeros}1`,
      `"${'\\\\'.repeat(200_000)}"`,
      `[${`"${zeros}",`.repeat(5)}1]`,
    ]) {
      firstRoundedNumber(text);
    }
    expect(firstRoundedNumber(`1${zeros}1`)).to.have.length(200_002);
  });
});
