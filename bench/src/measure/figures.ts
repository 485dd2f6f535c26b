import type { ContestantName } from './alternate.js';
import type { Sample } from './closed-loop.js';
import type { Figure } from './result.js';
import { spreadOf } from './spread.js';

/** Operations per second of each contestant. */
export function throughputOf(
  samples: ReadonlyMap<ContestantName, readonly Sample[]>,
): Partial<Record<ContestantName, Figure>> {
  return figuresOf(samples, ({ perSecond }) => perSecond);
}

/** The same, for samples whose times are means over several operations, and so no distribution of anything. */
export function ratesOf(
  samples: ReadonlyMap<ContestantName, readonly Sample[]>,
): Partial<Record<ContestantName, Figure>> {
  return spreadsOf(
    new Map([...samples].map(([name, rounds]) => [name, rounds.map(({ perSecond }) => perSecond)])),
  );
}

/** The middle of each contestant's latencies, in milliseconds. */
export function mediansOf(
  samples: ReadonlyMap<ContestantName, readonly Sample[]>,
): Partial<Record<ContestantName, Figure>> {
  return figuresOf(samples, ({ latencies }) => latencies.p50);
}

/** What each contestant's rounds gave, where that is a number. */
export function spreadsOf(
  samples: ReadonlyMap<ContestantName, readonly number[]>,
): Partial<Record<ContestantName, Figure>> {
  return Object.fromEntries([...samples].map(([name, rounds]) => [name, figure(...rounds)]));
}

export function figure(...rounds: readonly number[]): Figure {
  return { spread: spreadOf(rounds) };
}

function figuresOf(
  samples: ReadonlyMap<ContestantName, readonly Sample[]>,
  valueOf: (sample: Sample) => number,
): Partial<Record<ContestantName, Figure>> {
  const figures: Partial<Record<ContestantName, Figure>> = {};
  for (const [name, rounds] of samples) {
    const middle = rounds.toSorted((a, b) => valueOf(a) - valueOf(b))[Math.floor(rounds.length / 2)];
    figures[name] = {
      spread: spreadOf(rounds.map(valueOf)),
      ...(middle !== undefined && { latencies: middle.latencies }),
    };
  }
  return figures;
}
