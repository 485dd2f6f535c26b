import type { Axis } from '../../measure/result.js';

/** From values to pixels. */
export interface Scale {
  at(value: number): number;
  readonly ticks: readonly number[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

const WANTED_TICKS = 5;
/** More decades than this get a tick at every second one only. */
const MAX_DECADES = 6;

/** A scale over all `values`, whose ends are ticks. `pixels.from` is where the least value stands. */
export function scaleOf(axis: Axis, values: readonly number[], pixels: Span): Scale {
  const known = values.filter((value) => Number.isFinite(value) && (axis.scale === 'linear' || value > 0));
  const ticks = axis.ticks ?? (axis.scale === 'linear' ? linearTicks(known) : logTicks(known));
  const project = axis.scale === 'linear' ? (value: number) => value : Math.log10;
  const span = spanOf([...ticks, ...known].map(project));
  const pixelsPerUnit = (pixels.to - pixels.from) / (span.to - span.from);
  return { ticks, at: (value) => pixels.from + (project(value) - span.from) * pixelsPerUnit };
}

/** From zero to a round number at or above the largest. */
function linearTicks(values: readonly number[]): number[] {
  const largest = Math.max(0, ...values) || 1;
  const rough = largest / WANTED_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((each) => each * power >= rough * 0.999) ?? 10) * power;
  const count = Math.ceil((largest / step) * 0.999);
  return Array.from({ length: count + 1 }, (_, n) => tidy(n * step));
}

/** Decades; 1, 2 and 5 of each where they are few. */
function logTicks(values: readonly number[]): number[] {
  const least = values.length > 0 ? Math.min(...values) : 1;
  const largest = values.length > 0 ? Math.max(...values) : 10;
  const first = Math.floor(Math.log10(least));
  const last = Math.ceil(Math.log10(largest));
  if (last - first > 2) return decades(first, last);
  const fine = decades(first, Math.max(last, first + 1)).flatMap((decade) => [
    decade,
    2 * decade,
    5 * decade,
  ]);
  // From the last at or below the least to the first at or above the largest.
  const from = fine.findLastIndex((tick) => tick <= least * 1.001);
  const to = fine.findIndex((tick) => tick >= largest * 0.999);
  return fine.slice(Math.max(0, from), Math.max(to, from + 1) + 1).map(tidy);
}

function decades(first: number, last: number): number[] {
  const step = last - first > MAX_DECADES ? 2 : 1;
  const count = Math.ceil((last - first) / step);
  return Array.from({ length: count + 1 }, (_, n) => tidy(10 ** (first + n * step)));
}

function spanOf(values: readonly number[]): Span {
  const [from, to] = [Math.min(...values), Math.max(...values)];
  // A single value still has a place.
  return from < to ? { from, to } : { from: from - 1, to: to + 1 };
}

/** Without the noise of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
