import type { ContestantName } from './alternate.js';
import type { Floor } from './floors.js';
import type { Latencies, Spread } from './spread.js';

/** One line of the table of results. */
export interface Result {
  readonly work: string;
  /** How it was done: callers, destinations, bytes. */
  readonly setting: string;
  readonly unit: string;
  readonly figures: Readonly<Partial<Record<ContestantName, Figure>>>;
  readonly targets: readonly Target[];
  /** What dbosd's figure is also given as a multiple of. */
  readonly floor?: Floor | undefined;
  /** What differs between the columns, or why one is empty. */
  readonly notes?: readonly string[];
  /** What is better seen than read. Latencies are drawn without being asked for. */
  readonly plots?: readonly Plot[];
}

/** Curves over one axis. Plots of one family are drawn on one sheet. */
export interface Plot {
  readonly family: 'throughput' | 'growth' | 'latency';
  readonly title: string;
  /** A second line, smaller. */
  readonly setting?: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

export interface Axis {
  /** With the unit. */
  readonly label: string;
  /** `linear` begins at zero; `log` leaves out what is not above it. */
  readonly scale: 'linear' | 'log';
  /** Where nothing is given, round numbers. */
  readonly ticks?: readonly number[];
}

/** The curve of one contestant. */
export interface Series {
  readonly contestant: ContestantName;
  /** In the order of x. */
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
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

const MOST_SCATTER = 0.2;

export function isMet({ reached, goal, bound }: Target): boolean {
  return bound === 'least' ? reached >= goal : reached <= goal;
}

export function atLeast(text: string, goal: number, reached: number): Target {
  return { text, goal, reached, bound: 'least' };
}

export function atMost(text: string, goal: number, reached: number): Target {
  return { text, goal, reached, bound: 'most' };
}

/** Whether its rounds lie so far apart that its median says little. */
export function scatters({ spread: { median, min, max } }: Figure): boolean {
  return (max - min) / Math.abs(median) > MOST_SCATTER;
}

/** How many times its floor the figure is: 1 is as fast as can be, whatever the unit. */
export function timesFloor({ figures, floor, unit }: Result): number {
  const { median } = figures.dbosd?.spread ?? { median: Number.NaN };
  if (floor === undefined) return Number.NaN;
  return unit.endsWith('/s') ? floor.value / median : median / floor.value;
}

/** The medians of two figures, divided; NaN when one is missing. */
export function ratio(a: Figure | undefined, b: Figure | undefined): number {
  return (a?.spread.median ?? Number.NaN) / (b?.spread.median ?? Number.NaN);
}
