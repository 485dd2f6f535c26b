import { table } from '@dbosd/bench/report/table.js';
import { noteLines, resultLines } from '@dbosd/bench/report/result-lines.js';
import { atLeast, atMost } from '@dbosd/bench/measure/result.js';
import { expect } from 'chai';
import { figure, result } from './results.js';

const plain = (text: string): string => text;

describe('the table of the bench', () => {
  it('puts medians in columns, spreads below them, and every verdict beside its target', () => {
    const targets = [atLeast('≥ 10 × official', 10, 10), atLeast('ahead of Restate', 1, 0.5)];

    expect(table([result({ targets })], plain)).to.deep.equal([
      'work                                      unit          dbosd   official  official,  Restate   dbosd :  target            verdict',
      '                                                                               best           official',
      '                                                                           settings',
      '────────────────────────────────────────  ──────────  ───────  ─────────  ─────────  ───────  ────────  ────────────────  ──────────',
      'send, 256 callers at once                 messages/s   20,000      2,000          –        –      10 ×  ≥ 10 × official   met 10',
      '  one client, 64 destinations, 100 bytes              18k–24k  1.8k–2.4k                                ahead of Restate  missed 0.5',
    ]);
  });

  it('stays within 140 characters, whatever the figures are', () => {
    const lines = table(
      [
        result({
          work: 'writeStream, one workflow, all issued at once and then awaited',
          unit: 'operations/s',
          figures: {
            dbosd: figure(123_456),
            dbos: figure(12_345),
            best: figure(1_234_567),
            restate: figure(5704.4),
          },
          targets: [atMost('as many statements with 10 waiters as with 10,000', 1, 12_345)],
        }),
      ],
      plain,
    );

    expect(Math.max(...lines.map((line) => line.length))).to.be.at.most(140);
  });

  it('is as wide with colours as without', () => {
    const results = [result({ targets: [atLeast('≥ 10 × official', 10, 10)] })];
    const coloured = table(results, (text) => `\x1b[1m${text}\x1b[0m`);

    const bare = coloured.map((line) => line.replaceAll(/\x1b\[\dm/g, '').trimEnd());
    expect(bare).to.deep.equal(table(results, plain));
  });

  it('shows a dash for who did not take part', () => {
    const row = table([result({ figures: { dbosd: figure(5) } })], plain)[4];

    expect(row?.match(/–/g)).to.have.length(4);
  });

  it('is preceded by a line for each result as soon as it is there', () => {
    const targets = [atLeast('≥ 10 × official', 10, 10), atMost('p50 ≤ 5 ms', 5, 7.25)];

    expect(resultLines(result({ targets }), plain)).to.deep.equal([
      '  send, 256 callers at once [messages/s]: dbosd 20,000 (18k–24k); official 2,000 (1.8k–2.4k)',
      '    ≥ 10 × official: met, 10',
      '    p50 ≤ 5 ms: missed, 7.25',
    ]);
  });

  it('is followed by each note once, with the work it belongs to', () => {
    const note = 'Restate: awakeables';
    const results = [
      result({ work: 'send', notes: [note] }),
      result({ work: 'steps' }),
      result({ work: 'starts', notes: [note, 'Restate did not start'] }),
    ];

    expect(noteLines(results)).to.deep.equal([
      'Restate: awakeables (send; starts)',
      'Restate did not start (starts)',
    ]);
    expect(resultLines(results[0]!, plain).at(-1)).to.equal('    Restate: awakeables');
  });
});
