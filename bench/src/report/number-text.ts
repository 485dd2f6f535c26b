import type { Spread } from '../measure/spread.js';

/** `20,719`, `12.3`, `0.0123`: three digits and no fewer than there are before the point. A dash for what is no number. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const short = Number(value.toPrecision(3));
  return Math.abs(short) < 1000 ? String(short) : Math.round(value).toLocaleString('en-US');
}

/** `20.7k`, `1.25M`: three digits, for where there is little room. */
export function shortText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(3));
  for (const [unit, size] of [
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (Math.abs(rounded) >= size) return `${String(Number((rounded / size).toPrecision(3)))}${unit}`;
  }
  return String(rounded);
}

/** `18.3k–21.9k`: the least and the most of all rounds. */
export function spreadText({ min, max }: Spread): string {
  return `${shortText(min)}–${shortText(max)}`;
}

/** `12.3 ×`, and `1/320 ×` for what is far below one. */
export function ratioText(ratio: number): string {
  if (!Number.isFinite(ratio) || ratio < 0) return '–';
  if (ratio > 0 && ratio < 0.1) return `1/${numberText(1 / ratio)} ×`;
  return `${numberText(ratio)} ×`;
}

/** `1 m 05 s` */
export function elapsedText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0
    ? `${String(seconds)} s`
    : `${String(minutes)} m ${String(seconds % 60).padStart(2, '0')} s`;
}
