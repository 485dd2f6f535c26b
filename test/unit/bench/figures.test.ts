import { numberText, ratioText, shortText, spreadText } from '@dbosd/bench/report/number-text.js';
import { closingLine, tallyOf } from '@dbosd/bench/report/outcome.js';
import { callersPlot } from '@dbosd/bench/measure/callers-plot.js';
import { atLeast, atMost, isMet, ratio } from '@dbosd/bench/measure/result.js';
import { latenciesOf, spreadOf } from '@dbosd/bench/measure/spread.js';
import { expect } from 'chai';
import { figure, result } from './results.js';

describe('the figures of the bench', () => {
  it('have the middle, the least and the most of their rounds, in any order, and keep the rounds', () => {
    expect(spreadOf([30, 10, 20])).to.deep.equal({ median: 20, min: 10, max: 30, rounds: [30, 10, 20] });
  });

  it('have the mean of the two in the middle when the rounds are even in number', () => {
    expect(spreadOf([40, 10, 20, 30]).median).to.equal(25);
    expect(spreadOf([1, 2]).median).to.equal(1.5);
    expect(spreadOf([7]).median).to.equal(7);
  });

  it('tell times at every hundredth, from the least to the most', () => {
    const latencies = latenciesOf(Array.from({ length: 1000 }, (_, n) => 1000 - n));

    expect(latencies.count).to.equal(1000);
    expect(latencies.hundredths).to.have.length(101);
    expect([latencies.hundredths[0], latencies.hundredths[100]]).to.deep.equal([1, 1000]);
    expect([latencies.p50, latencies.p90, latencies.p99, latencies.max]).to.deep.equal([501, 901, 991, 1000]);
  });

  it('meet a target at its very edge, and miss it beyond', () => {
    expect(isMet(atLeast('≥ 10 ×', 10, 10))).to.equal(true);
    expect(isMet(atLeast('≥ 10 ×', 10, 9.99))).to.equal(false);
    expect(isMet(atMost('≤ 5 ms', 5, 5))).to.equal(true);
    expect(isMet(atMost('≤ 5 ms', 5, 5.01))).to.equal(false);
  });

  it('miss a target when the figure or its rival is missing', () => {
    expect(isMet(atLeast('≥ 1 ×', 1, ratio(figure(5), undefined)))).to.equal(false);
    expect(isMet(atMost('≤ 1 ×', 1, ratio(undefined, figure(5))))).to.equal(false);
  });

  it('are counted target by target, with broken rows apart', () => {
    const measured = result({ targets: [atLeast('a', 1, 2), atLeast('b', 1, 0), atMost('c', 1, 0)] });
    const good = { kind: 'measured', row: 'send', results: [measured, result()] } as const;
    const broken = { kind: 'broken', row: 'tail', message: 'no daemon' } as const;

    expect(closingLine(tallyOf([good]))).to.equal('bench: 2 met, 1 missed');
    expect(closingLine(tallyOf([good, broken]))).to.equal('bench: 2 met, 1 missed, 1 broken');
    expect(closingLine(tallyOf([]))).to.equal('bench: 0 met, 0 missed');
  });

  it('are written with three digits, and a dash for what is no number', () => {
    expect([20_719.4, 999.6, 12.345, 0.012345, 0, Number.NaN].map(numberText)).to.deep.equal([
      '20,719',
      '1,000',
      '12.3',
      '0.0123',
      '0',
      '–',
    ]);
    expect([1_254_000, 999_960, 20_719, 999.9, 5.25, 0].map(shortText)).to.deep.equal([
      '1.25M',
      '1M',
      '20.7k',
      '1k',
      '5.25',
      '0',
    ]);
    expect(spreadText(spreadOf([18_349, 21_930, 20_000]))).to.equal('18.3k–21.9k');
  });

  it('tell a ratio far below one as a fraction', () => {
    expect([12.345, 0.95, 0.1, 1 / 320, 0, Number.NaN].map(ratioText)).to.deep.equal([
      '12.3 ×',
      '0.95 ×',
      '0.1 ×',
      '1/320 ×',
      '0 ×',
      '–',
    ]);
  });

  it('become a plot against callers, in the order of the callers and without who is missing', () => {
    const plot = callersPlot({ title: 'send', setting: '', unit: 'messages/s' }, [
      { callers: 256, figures: { dbosd: figure(200), dbos: figure(20) } },
      { callers: 1, figures: { dbosd: figure(10) } },
    ]);

    expect(plot.x.ticks).to.deep.equal([1, 256]);
    expect(plot.series).to.deep.equal([
      {
        contestant: 'dbosd',
        points: [
          { x: 1, y: 10 },
          { x: 256, y: 200 },
        ],
      },
      { contestant: 'dbos', points: [{ x: 256, y: 20 }] },
    ]);
  });
});
