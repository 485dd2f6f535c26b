import { alternate, type ContestantName } from '../../measure/alternate.js';
import type { Sample } from '../../measure/closed-loop.js';
import { atMost, type Figure, type Result, type Series } from '../../measure/result.js';
import { spreadOf } from '../../measure/spread.js';
import type { Stage } from '../../stage/stage.js';

/** The most expensive size costs at most so much of the cheapest. */
const GOAL = 1.2;

/** One contestant at one size of what is stored. */
export interface SizedContestant {
  readonly contestant: ContestantName;
  readonly size: number;
  /** Before each round; not measured. */
  before?(): Promise<void>;
  /** One round. */
  measure(): Promise<Sample>;
}

export interface Growth {
  readonly work: string;
  readonly setting: string;
  /** What the sizes count. */
  readonly sizeOf: string;
  readonly contestants: readonly SizedContestant[];
}

/** What an operation costs at each size, in turns. The figures are those of the largest, the target is ours. */
export async function measureGrowth(
  stage: Stage,
  { work, setting, sizeOf, contestants }: Growth,
): Promise<Result> {
  const samples = await alternate<Sample, string>(
    stage,
    work,
    contestants.map((each) => ({
      name: nameOf(each),
      measure: () => each.measure(),
      before: async () => {
        await each.before?.();
      },
    })),
  );
  const costs = contestants.map(({ contestant, size }) => ({
    contestant,
    size,
    figure: costOf(samples.get(nameOf({ contestant, size })) ?? []),
  }));
  const names = [...new Set(costs.map(({ contestant }) => contestant))];
  const curves = names.map((name) => costs.filter(({ contestant }) => contestant === name));
  const ours = costs
    .filter(({ contestant }) => contestant === 'dbosd')
    .map(({ figure }) => figure.spread.median);
  const sizes = [...new Set(costs.map(({ size }) => size))];
  return {
    work,
    setting: `${setting}; ${sizes.map(counted).join(', ')} ${sizeOf}, figures of the last`,
    unit: 'µs/operation',
    figures: Object.fromEntries(costs.map(({ contestant, figure }) => [contestant, figure])),
    targets: [atMost(`≤ ${String(GOAL)} × between ${sizeOf}`, GOAL, Math.max(...ours) / Math.min(...ours))],
    plots: [
      {
        family: 'growth',
        title: work,
        setting,
        x: { label: sizeOf, scale: 'log', ticks: sizes },
        y: { label: 'µs an operation', scale: 'log' },
        series: curves.map(toSeries),
      },
    ],
  };
}

function toSeries(curve: readonly { contestant: ContestantName; size: number; figure: Figure }[]): Series {
  return {
    contestant: curve[0]?.contestant ?? 'dbosd',
    points: curve.map(({ size, figure }) => ({ x: size, y: figure.spread.median })),
  };
}

function costOf(rounds: readonly Sample[]): Figure {
  return { spread: spreadOf(rounds.map(({ ms, operations }) => (ms * 1000) / operations)) };
}

function nameOf({ contestant, size }: Pick<SizedContestant, 'contestant' | 'size'>): string {
  return `${contestant} at ${counted(size)}`;
}

function counted(size: number): string {
  if (size >= 1_000_000) return `${String(size / 1_000_000)} million`;
  return size >= 1000 ? `${String(size / 1000)} thousand` : String(size);
}
