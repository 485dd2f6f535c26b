import type { ContestantName } from '../../measure/alternate.js';
import type { Point } from '../../measure/result.js';
import { LOOKS } from '../contestants.js';
import { element } from './element.js';

type Corner = readonly [number, number];

/** Above this the points of a curve are its line. */
const MAX_MARKERS = 20;
const MARKER_PIXELS = 3.5;

/** A contestant's line through points that are pixels already, with a marker on each if they are few. */
export function curve(contestant: ContestantName, points: readonly Point[]): string {
  const markers = points.length > MAX_MARKERS ? [] : points.map((point) => marker(contestant, point));
  return line(contestant, points) + markers.join('');
}

export function line(contestant: ContestantName, points: readonly Point[]): string {
  const { colour, dashes } = LOOKS[contestant];
  return element('polyline', {
    points: pixels(points.map(({ x, y }) => [x, y])),
    fill: 'none',
    stroke: colour,
    'stroke-width': 2,
    'stroke-linejoin': 'round',
    ...(dashes !== '' && { 'stroke-dasharray': dashes }),
  });
}

export function marker(contestant: ContestantName, { x, y }: Point): string {
  const { colour: fill, marker: shape } = LOOKS[contestant];
  const r = MARKER_PIXELS;
  switch (shape) {
    case 'circle':
      return element('circle', { cx: x, cy: y, r, fill });
    case 'square':
      return element('rect', { x: x - r, y: y - r, width: 2 * r, height: 2 * r, fill });
    case 'triangle':
      return polygon(fill, [
        [x, y - r - 1],
        [x + r + 1, y + r],
        [x - r - 1, y + r],
      ]);
    case 'diamond':
      return polygon(fill, [
        [x, y - r - 1],
        [x + r + 1, y],
        [x, y + r + 1],
        [x - r - 1, y],
      ]);
  }
}

function polygon(fill: string, corners: readonly Corner[]): string {
  return element('polygon', { points: pixels(corners), fill });
}

function pixels(corners: readonly Corner[]): string {
  return corners.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}
