import { painter } from '@dbosd/cli/internal/output/paint.js';
import { jsonOf } from '@dbosd/cli/internal/output/json.js';
import { displayWidth, tableLines, visible } from '@dbosd/cli/internal/output/table.js';
import { spanPhrase, timePhrase } from '@dbosd/cli/internal/output/time-phrase.js';
import { expect } from 'chai';

const plain = (text: string): string => text;

describe('what the command line prints', () => {
  it('says times as people do', () => {
    const now = 1_800_000_000_000;
    const cases: [ageMs: number, phrase: string][] = [
      [0, 'now'],
      [999, 'now'],
      [1000, '1s ago'],
      [59_999, '59s ago'],
      [60_000, '1m ago'],
      [3 * 3_600_000 + 5, '3h ago'],
      [26 * 3_600_000, '1d ago'],
      [400 * 86_400_000, '1y ago'],
      [-90_000, 'in 1m'],
    ];
    for (const [ageMs, phrase] of cases) expect(timePhrase(now - ageMs, now), String(ageMs)).to.equal(phrase);
    expect(timePhrase(undefined, now)).to.equal('');
    expect([spanPhrase(0), spanPhrase(999.4), spanPhrase(1500)]).to.deep.equal(['0ms', '999ms', '1s']);
  });

  it('puts every value that DBOS stores into JSON', () => {
    const shared = { at: new Date(0) };
    const value = {
      big: 12n,
      set: new Set([1]),
      map: new Map([['a', shared]]),
      pairs: new Map([[1, 'one']]),
      error: Object.assign(new RangeError('no'), { code: 7 }),
    };
    expect(JSON.parse(jsonOf(value))).to.deep.equal({
      big: '12',
      set: [1],
      map: { a: { at: '1970-01-01T00:00:00.000Z' } },
      pairs: [[1, 'one']],
      error: { code: 7, name: 'RangeError', message: 'no' },
    });
    expect([jsonOf(undefined), jsonOf(null), jsonOf('a\n')]).to.deep.equal(['null', 'null', '"a\\n"']);
  });

  it('spells out what would move a cursor', () => {
    expect(visible('a\u001b[2Jb\tc\nd\u009b\u202e')).to.equal('a\\u001b[2Jb\\tc\\nd\\u009b\\u202e');
    expect(visible('ordinary: é 漢 🙂')).to.equal('ordinary: é 漢 🙂');
  });

  it('counts columns, not characters', () => {
    expect(['abc', 'é', 'e\u0301', '漢字', '🙂'].map(displayWidth)).to.deep.equal([3, 1, 1, 4, 2]);
    const rows = [
      ['漢字', 'x'],
      ['ab', 'y'],
    ].map((row) => row.map((text) => ({ text })));
    expect(tableLines(rows, { paint: plain, columns: Infinity })).to.deep.equal(['漢字  x', 'ab    y']);
  });

  it('cuts the widest columns, and the first one last', () => {
    const row = ['order-17', 'a long long name', 'and a longer value still'].map((text) => ({ text }));
    const [line = ''] = tableLines([row], { paint: plain, columns: 40 });
    expect(line).to.equal('order-17  a long long n…  and a longer …');
    expect(line).to.have.length(40);
    expect(tableLines([row], { paint: plain, columns: 16 })[0]).to.match(/^ord….{2}a l….{2}and…$/);
  });

  it('cuts what is looked for after all others', () => {
    const row = ['c1a5d3f2-6c1e-4d6e-9f0b-2b1a7f1d9c11', 'checkoutWorkflow', 'CANCELLED', '12m ago'];
    const cells = [row.map((text) => ({ text }))];
    const lookedFor = new Set([2, 3]);
    const [line = ''] = tableLines(cells, { paint: plain, columns: 64, lookedFor });
    expect(line).to.equal('c1a5d3f2-6c1e-4d6e-9f0b-2b1a7f1d9c11  check…  CANCELLED  12m ago');
    const [narrow] = tableLines(cells, { paint: plain, columns: 56, lookedFor });
    expect(narrow).to.equal('c1a5d3f2-6c1e-4d6e-9f0b-2b1a7f1d9c11  che…  CANC…  12m …');
  });

  it('paints on a terminal that knows colours, and where nobody minds', () => {
    const painted = painter(true, { noColour: false, isDumb: false });
    expect(painted('x', 'bad')).to.equal('\u001b[31mx\u001b[0m');
    expect(painted('x', undefined)).to.equal('x');
    for (const [isTerminal, noColour, isDumb] of [
      [false, false, false],
      [true, true, false],
      [true, false, true],
    ] as const) {
      expect(painter(isTerminal, { noColour, isDumb })('x', 'bad')).to.equal('x');
    }
  });
});
