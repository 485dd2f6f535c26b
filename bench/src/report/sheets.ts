import type { ContestantName } from '../measure/alternate.js';
import type { Plot, Result } from '../measure/result.js';
import type { Latencies } from '../measure/spread.js';
import { CONTESTANTS } from './contestants.js';
import { sheet } from './svg/sheet.js';

const TITLES: Readonly<Record<Plot['family'], string>> = {
  throughput: 'Throughput against callers',
  latency: 'Latencies: how many of the operations took at most how long',
  growth: 'Cost against what is stored',
};
/** Fewer times are no distribution. */
const LEAST_TIMES = 20;

export interface Sheet {
  readonly name: Plot['family'];
  readonly svg: string;
}

/** The pictures of a run: one for each family of plots in which there is something. */
export function sheetsOf(results: readonly Result[], subtitle: string): Sheet[] {
  const plots = results.flatMap((result) => [...latencyPlots(result), ...(result.plots ?? [])]);
  return (Object.keys(TITLES) as Plot['family'][]).flatMap((name) => {
    const own = plots.filter(({ family }) => family === name);
    return own.length === 0 ? [] : [{ name, svg: sheet(TITLES[name], subtitle, own) }];
  });
}

/** None where the result has no times of single operations. */
export function latencyPlots({ work, setting, figures }: Result): Plot[] {
  const series = CONTESTANTS.flatMap((contestant) => {
    const latencies = figures[contestant]?.latencies;
    return latencies === undefined || latencies.count < LEAST_TIMES
      ? []
      : [latencySeries(contestant, latencies)];
  });
  if (series.length === 0) return [];
  return [
    {
      family: 'latency',
      title: work,
      setting,
      x: { label: '% of the operations', scale: 'linear', ticks: [0, 25, 50, 75, 90, 100] },
      y: { label: 'ms', scale: 'log' },
      series,
    },
  ];
}

function latencySeries(contestant: ContestantName, { hundredths }: Latencies) {
  return { contestant, points: hundredths.map((y, x) => ({ x, y })) };
}
