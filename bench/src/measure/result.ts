import type { ContestantName } from './alternate.js';
import type { Latencies, Spread } from './spread.js';

/** One line of the table of results. */
export interface Result {
  readonly work: string;
  /** How it was done: callers, destinations, bytes. */
  readonly setting: string;
  readonly unit: string;
  readonly figures: Readonly<Partial<Record<ContestantName, Figure>>>;
  readonly targets: readonly Target[];
}

export interface Figure {
  readonly spread: Spread;
  /** Of the median round. */
  readonly latencies?: Latencies;
}

/** What PERFORMANCE.md asks for, and what was reached. */
export interface Target {
  readonly text: string;
  readonly reached: number;
  readonly goal: number;
  readonly bound: 'least' | 'most';
}

export function isMet({ reached, goal, bound }: Target): boolean {
  return bound === 'least' ? reached >= goal : reached <= goal;
}

export function atLeast(text: string, goal: number, reached: number): Target {
  return { text, goal, reached, bound: 'least' };
}

export function atMost(text: string, goal: number, reached: number): Target {
  return { text, goal, reached, bound: 'most' };
}

/** The medians of two figures, divided; NaN when one is missing. */
export function ratio(a: Figure | undefined, b: Figure | undefined): number {
  return (a?.spread.median ?? Number.NaN) / (b?.spread.median ?? Number.NaN);
}
