import { table } from '@dbosd/bench/report/table.js';
import { noteLines, resultLines } from '@dbosd/bench/report/result-lines.js';
import { atLeast, atMost, scatters, timesFloor } from '@dbosd/bench/measure/result.js';
import { spreadOf } from '@dbosd/bench/measure/spread.js';
import { expect } from 'chai';
import { figure, result } from './results.js';

const plain = (text: string): string => text;

describe('the table of the bench', () => {
  it('puts medians in columns, spreads below them, and every verdict next to its target', () => {
    const targets = [atLeast('≥ 10 × official', 10, 10), atLeast('ahead of Restate', 1, 0.5)];

    expect(table([result({ targets })], plain)).to.deep.equal([
      'work                                      unit            dbosd    official  dbosd :  target            verdict',
      '                                                                              others',
      '────────────────────────────────────────  ──────────  ─────────  ──────────  ───────  ────────────────  ──────────',
      'send, 256 callers at once                 messages/s     20,000       2,000     10 ×  ≥ 10 × official   met 10',
      '  one client, 64 destinations, 100 bytes              18.4k–22k  1.84k–2.2k           ahead of Restate  missed 0.5',
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
            nats: figure(116_698),
          },
          floor: { text: 'a hop and a commit', value: 1_234 },
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

  it('shows a dash for a contestant that did not take part, and no column for one that took part in nothing', () => {
    const others = result({ figures: { dbosd: figure(5), nats: figure(4) } });
    const lines = table([result({ figures: { dbosd: figure(5) } }), others], plain);

    expect(lines[0]).to.include('NATS').and.not.include('Restate');
    expect(lines[3]?.match(/ –(?= |$)/g)).to.have.length(3);
  });

  it('compares with the best settings and with the floor, where there are such figures', () => {
    const figures = { dbosd: figure(20_000), dbos: figure(2000), best: figure(4000) };
    const floor = { text: 'a hop and a commit', value: 30_000 };
    const lines = table([result({ figures, floor })], plain).join('\n');

    expect(lines).to.include('10 ×').and.include('best 5 ×').and.include('floor 1.5 ×');
    expect(resultLines(result({ figures, floor }), plain)).to.include(
      '    1.5 × the floor: a hop and a commit, 30,000 messages/s',
    );
  });

  it('divides times by their floor, and the floor by rates', () => {
    const floor = { text: 'a hop', value: 2 };

    expect(timesFloor(result({ unit: 'ms', figures: { dbosd: figure(6) }, floor }))).to.equal(3);
    expect(timesFloor(result({ unit: 'messages/s', figures: { dbosd: figure(1) }, floor }))).to.equal(2);
  });

  it('says where the rounds of a figure lie more than a fifth apart', () => {
    const scattered = { spread: spreadOf([80, 100, 101]) };
    const lines = [...table([result({ figures: { dbosd: scattered } })], plain)].join('\n');

    expect(lines).to.include('scatters');
    expect(resultLines(result({ figures: { dbosd: scattered } }), plain)[0]).to.include(
      'scatters by more than 20 %',
    );
    expect(scatters({ spread: spreadOf([81, 100, 101]) })).to.equal(false);
  });

  it('is preceded by a line for each result as soon as it is there', () => {
    const targets = [atLeast('≥ 10 × official', 10, 10), atMost('p50 ≤ 5 ms', 5, 7.25)];

    expect(resultLines(result({ targets }), plain)).to.deep.equal([
      '  send, 256 callers at once [messages/s]: dbosd 20,000 (18.4k–22k); official 2,000 (1.84k–2.2k)',
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
