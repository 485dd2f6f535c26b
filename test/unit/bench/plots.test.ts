import { scaleOf } from '@dbosd/bench/report/svg/scale.js';
import { latencyPlots, sheetsOf } from '@dbosd/bench/report/sheets.js';
import type { Plot } from '@dbosd/bench/measure/result.js';
import { expect } from 'chai';
import { figure, result } from './results.js';

const linear = { label: '', scale: 'linear' } as const;
const log = { label: '', scale: 'log' } as const;
const PIXELS = { from: 100, to: 500 };

const GROWTH: Plot = {
  family: 'growth',
  title: 'send <to> & "fro"',
  x: { label: 'stored rows', scale: 'log' },
  y: { label: 'ms', scale: 'linear' },
  series: [
    {
      contestant: 'dbosd',
      points: [
        { x: 10_000, y: 1 },
        { x: 10_000_000, y: Number.NaN },
      ],
    },
  ],
};

describe('the plots of the bench', () => {
  it('scale from zero to a round number above the largest value', () => {
    const scale = scaleOf(linear, [3, 19_004], PIXELS);

    expect(scale.ticks).to.deep.equal([0, 5000, 10_000, 15_000, 20_000]);
    expect([scale.at(0), scale.at(10_000), scale.at(20_000)]).to.deep.equal([100, 300, 500]);
  });

  it('end at the largest value when that is round itself', () => {
    expect(scaleOf(linear, [0.3], PIXELS).ticks.at(-1)).to.equal(0.3);
    expect(scaleOf(linear, [1000], PIXELS).ticks.at(-1)).to.equal(1000);
  });

  it('scale by decades over a wide range, and by 1, 2 and 5 over a narrow one', () => {
    expect(scaleOf(log, [1.2, 8600], PIXELS).ticks).to.deep.equal([1, 10, 100, 1000, 10_000]);
    expect(scaleOf(log, [4.2, 61], PIXELS).ticks).to.deep.equal([2, 5, 10, 20, 50, 100]);
    expect(scaleOf(log, [1, 10, 100], PIXELS).at(10)).to.equal(300);
  });

  it('hold every value between their ends, whatever the values are', () => {
    for (const values of [[0.0003, 12_000_000], [5], [3, 3.01], [100, 1000], [0.2, 0.5], []]) {
      for (const axis of [linear, log]) {
        const scale = scaleOf(axis, values, PIXELS);

        expect(scale.ticks.length, `ticks for ${values.join(' ')}`).to.be.within(1, 12);
        for (const value of [...values, ...scale.ticks]) {
          expect(scale.at(value), `${value} of ${values.join(' ')}`).to.be.within(99.999, 500.001);
        }
      }
    }
  });

  it('take the ticks they are given', () => {
    const scale = scaleOf({ ...log, ticks: [1, 8, 64, 256] }, [1, 256], PIXELS);

    expect(scale.ticks).to.deep.equal([1, 8, 64, 256]);
    expect(scale.at(1)).to.equal(100);
    expect(scale.at(256)).to.be.closeTo(500, 0.001);
  });

  it('draw the times of who has enough of them, and nothing of a result without', () => {
    const times = Array.from({ length: 100 }, (_, n) => n + 1);
    const figures = { dbosd: figure(1, times), dbos: figure(1, [8, 9]), best: figure(1) };

    const [plot] = latencyPlots(result({ figures }));

    expect(plot?.series.map(({ contestant }) => contestant)).to.deep.equal(['dbosd']);
    expect(plot?.series[0]?.points).to.have.length(101);
    expect(latencyPlots(result())).to.deep.equal([]);
  });

  it('come on one sheet for each family, with everything escaped and no point that is no number', () => {
    const [sheet, ...others] = sheetsOf([result({ plots: [GROWTH] })], 'a < b');

    expect(others).to.deep.equal([]);
    expect(sheet?.name).to.equal('growth');
    expect(sheet?.svg).to.match(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<\/svg>$/s);
    expect(sheet?.svg).to.include('send &lt;to&gt; &amp; &quot;fro&quot;').and.include('a &lt; b');
    expect(sheet?.svg).not.to.match(/NaN|Infinity|undefined/);
  });

  it('draw no picture of nothing', () => {
    expect(sheetsOf([result()], '')).to.deep.equal([]);
  });
});
