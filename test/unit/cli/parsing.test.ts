import { CommandError } from '@dbosd/cli/internal/errors.js';
import {
  choicesOf,
  count,
  duration,
  instant,
  pairs,
  rate,
  UsageText,
  type Option,
} from '@dbosd/cli/internal/definition/option.js';
import { parseDuration, parseTime } from '@dbosd/cli/internal/input/times.js';
import { readValue } from '@dbosd/cli/internal/input/message.js';
import { expect } from 'chai';
import { FakeTerminal } from '../../support/fake-terminal.js';

const NOW = Date.UTC(2026, 0, 31, 12);

describe('what is typed into the command line', () => {
  it('is a span of time', () => {
    const cases: [text: string, ms: number | undefined][] = [
      ['500ms', 500],
      ['30', 30_000],
      ['1.5s', 1500],
      ['2m', 120_000],
      ['3h', 10_800_000],
      ['1d', 86_400_000],
      ['2w', 1_209_600_000],
      ['', undefined],
      ['soon', undefined],
      ['-1s', undefined],
      ['1 h', undefined],
    ];
    for (const [text, ms] of cases) expect(parseDuration(text), text).to.equal(ms);
  });

  it('is a moment: ago, now, or ISO 8601', () => {
    const cases: [text: string, iso: string | undefined][] = [
      ['2h', '2026-01-31T10:00:00.000Z'],
      ['3D', '2026-01-28T12:00:00.000Z'],
      ['now', '2026-01-31T12:00:00.000Z'],
      ['2026-01-30T08:15:00Z', '2026-01-30T08:15:00.000Z'],
      ['2026-01-30 08:15:00+02:00', '2026-01-30T06:15:00.000Z'],
      ['2026-13-01', undefined],
      ['2026-02-31', undefined],
      ['2026-02-31T00:00:00Z', undefined],
      ['99999999999999999999w', undefined],
      ['2026', undefined],
      ['120', undefined],
      ['yesterday', undefined],
    ];
    for (const [text, iso] of cases) expect(parseTime(text, NOW)?.toISOString(), text).to.equal(iso);
  });

  it('is a day or a time of this zone, where none is said', () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/New_York';
    try {
      for (const text of ['2026-01-30', '2026-01-30T00:00', '2026-01-30 00:00:00']) {
        expect(parseTime(text, NOW)?.toISOString(), text).to.equal('2026-01-30T05:00:00.000Z');
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('is read as its option says, or refused with the fix', () => {
    expect(read(count('n', ''), '7')).to.equal(7);
    expect(read(rate(''), '10/60s')).to.deep.equal({ limitPerPeriod: 10, periodSec: 60 });
    expect(read(rate(''), '100/m')).to.deep.equal({ limitPerPeriod: 100, periodSec: 60 });
    expect(read(choicesOf('x', ['ONE', 'TWO'], ''), 'one, TWO')).to.deep.equal(['ONE', 'TWO']);
    expect(read(pairs('x', ''), 'a=1', 'b=text', 'c={"d":[]}', 'e=')).to.deep.equal({
      a: 1,
      b: 'text',
      c: { d: [] },
      e: '',
    });
    const refused: [option: Option<unknown>, text: string, fix: string][] = [
      [count('n', ''), '-1', 'Give a whole number from 0.'],
      [count('n', '', { least: 1 }), '0', 'Give a whole number from 1.'],
      [duration(''), 'soon', 'Give a time like'],
      [instant(''), '2h', 'Give a time like 2026'],
      [rate(''), '10', 'Give a number and a time'],
      [rate(''), '10/0s', 'Give a number and a time'],
      [choicesOf('x', ['ONE'], ''), 'three', 'Give one of ONE.'],
      [pairs('x', ''), '=1', 'Give key=value.'],
    ];
    for (const [option, text, fix] of refused) {
      expect(() => read(option, text), text).to.throw(UsageText, fix);
    }
  });

  it('is a value in JSON, a bare text, or what is fed in', async () => {
    const given = (said: string | undefined, isText = false, typed = ''): Promise<unknown> =>
      readValue({ said, isText, name: 'message' }, new FakeTerminal({ typed }));
    expect(await given('{"a":[1,"12345678901234567890"]}')).to.deep.equal({ a: [1, '12345678901234567890'] });
    expect(await given('{a', true)).to.equal('{a');
    expect(await given(undefined, false, '{"a":1}\n')).to.deep.equal({ a: 1 });
    expect(await given('-', true, 'two\nlines\r\n')).to.equal('two\nlines');
    expect(await given('[1e3, 0.1, 1.50, 0.30000000000000004, -9007199254740992]')).to.deep.equal([
      1000, 0.1, 1.5, 0.30000000000000004, -9007199254740992,
    ]);
  });

  it('says how to quote what is no JSON, and refuses numbers that would be changed', async () => {
    const cases: [said: string, words: string][] = [
      ['hello', `a text needs quotes of its own, '"hello"', or --text`],
      ["it's", String.raw`'"it'\''s"'`],
      ['{a:1}', 'put single quotes around all of it'],
      ['[1', 'put single quotes around all of it'],
      ['', '--text'],
      ['{"n":9007199254740993}', 'holds 9007199254740993, which a JSON number does not hold exactly'],
      ['-12345678901234567890', '"-12345678901234567890"'],
      ['{"n":[0.12345678901234567890]}', 'round it, or give it as a string, "0.12345678901234567890"'],
      ['1e400', 'holds 1e400, which a JSON number does not hold exactly'],
    ];
    for (const [said, words] of cases) {
      const error = await readValue({ said, isText: false, name: 'message' }, new FakeTerminal()).catch(
        (e: unknown) => e,
      );
      expect(error, said).to.be.instanceOf(CommandError);
      expect(
        [(error as CommandError).exitCode, (error as CommandError).message.includes(words)],
        said,
      ).to.deep.equal([2, true]);
    }
  });

  it('is not blamed on quotes where it was fed in', async () => {
    const cases: [typed: string, words: string][] = [
      ['{"a":1}\n{"a":2}\n', 'standard input is not JSON: it holds several values'],
      ['{"a":', 'standard input is not JSON: give one value, like {"key":"text"} or "text", or --text'],
    ];
    for (const [typed, words] of cases) {
      const error = await readValue(
        { said: undefined, isText: false, name: 'message' },
        new FakeTerminal({ typed }),
      ).catch((e: unknown) => e);
      expect((error as CommandError).message, typed).to.contain(words);
    }
  });
});

/** What an option makes of these values, said one after the other. */
function read<T>(option: Option<T>, ...texts: string[]): T | undefined {
  let value: T | undefined;
  for (const text of texts) value = option.parse?.(text, value);
  return value;
}
