import type { ContestantName } from './alternate.js';
import type { Figure, Plot, Result } from './result.js';

export interface AtCallers {
  readonly callers: number;
  readonly figures: Result['figures'];
}

/** Throughput against callers: medians, in the order of the callers. */
export function callersPlot(
  { title, setting, unit }: { title: string; setting: string; unit: string },
  measured: readonly AtCallers[],
): Plot {
  const ordered = measured.toSorted((a, b) => a.callers - b.callers);
  const names = new Set(ordered.flatMap(({ figures }) => Object.keys(figures) as ContestantName[]));
  return {
    family: 'throughput',
    title,
    setting,
    x: { label: 'callers at once', scale: 'log', ticks: ordered.map(({ callers }) => callers) },
    y: { label: unit, scale: 'linear' },
    series: [...names].map((contestant) => ({
      contestant,
      points: ordered.flatMap(({ callers, figures }) => pointOf(callers, figures[contestant])),
    })),
  };
}

function pointOf(callers: number, figure: Figure | undefined) {
  return figure === undefined ? [] : [{ x: callers, y: figure.spread.median }];
}
