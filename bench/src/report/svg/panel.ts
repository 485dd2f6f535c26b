import type { Axis, Plot, Point } from '../../measure/result.js';
import { shortText } from '../number-text.js';
import { wrap } from '../wrap.js';
import { curve } from './curve.js';
import { element, text } from './element.js';
import { scaleOf, type Scale } from './scale.js';

export const PANEL = { width: 480, height: 330 };

const INK = '#1a1a1a';
const QUIET = '#5c5c5c';
const GRID = '#e4e4e4';
/** What the axes leave for titles and tick labels. */
const AREA = { left: 58, right: PANEL.width - 18, top: 72, bottom: PANEL.height - 46 };
/** As many characters as fit next to each other; an average letter is a bit above half its size wide. */
const TITLE_CHARACTERS = 50;
const SETTING_CHARACTERS = 76;
/** Tick labels below this distance would touch. */
const TICK_LABEL_PIXELS = 34;

/** One plot with its axes, at the origin. The legend is the sheet's. */
export function panel(plot: Plot): string {
  const points = plot.series.flatMap((series) => series.points);
  const x = scaleOf(
    plot.x,
    points.map((point) => point.x),
    { from: AREA.left, to: AREA.right },
  );
  const y = scaleOf(
    plot.y,
    points.map((point) => point.y),
    { from: AREA.bottom, to: AREA.top },
  );
  return [
    text(short(plot.title, TITLE_CHARACTERS), {
      x: 0,
      y: 18,
      'font-size': 14,
      'font-weight': 600,
      fill: INK,
    }),
    text(short(plot.setting ?? '', SETTING_CHARACTERS), { x: 0, y: 35, 'font-size': 11, fill: QUIET }),
    text(plot.y.label, { x: 0, y: 58, 'font-size': 11, fill: QUIET }),
    text(plot.x.label, {
      x: (AREA.left + AREA.right) / 2,
      y: PANEL.height - 8,
      'font-size': 11,
      'text-anchor': 'middle',
      fill: QUIET,
    }),
    ...horizontals(y),
    ...verticals(x),
    ...plot.series.map(({ contestant, points: own }) =>
      curve(
        contestant,
        own.filter(drawable(plot.x, plot.y)).map((point) => ({ x: x.at(point.x), y: y.at(point.y) })),
      ),
    ),
  ].join('');
}

function horizontals(scale: Scale): string[] {
  return scale.ticks.flatMap((tick, n) => {
    const y = scale.at(tick);
    return [
      line({ x1: AREA.left, x2: AREA.right, y1: y, y2: y, stroke: n === 0 ? QUIET : GRID }),
      text(shortText(tick), {
        x: AREA.left - 8,
        y: y + 4,
        'font-size': 11,
        'text-anchor': 'end',
        fill: INK,
      }),
    ];
  });
}

/** All ticks, and the labels that do not touch the one before. */
function verticals(scale: Scale): string[] {
  let labelledTo = Number.NEGATIVE_INFINITY;
  return scale.ticks.flatMap((tick) => {
    const x = scale.at(tick);
    const mark = line({ x1: x, x2: x, y1: AREA.bottom, y2: AREA.bottom + 5, stroke: QUIET });
    if (x - labelledTo < TICK_LABEL_PIXELS) return [mark];
    labelledTo = x;
    const label = { x, y: AREA.bottom + 19, 'font-size': 11, 'text-anchor': 'middle', fill: INK };
    return [mark, text(shortText(tick), label)];
  });
}

function line(attributes: Readonly<Record<string, string | number>>): string {
  return element('line', { ...attributes, 'stroke-width': 1 });
}

function drawable(x: Axis, y: Axis): (point: Point) => boolean {
  const fits = (axis: Axis, value: number): boolean =>
    Number.isFinite(value) && (axis.scale === 'linear' || value > 0);
  return (point) => fits(x, point.x) && fits(y, point.y);
}

/** The beginning, up to a word's end, of what is too long. */
function short(content: string, characters: number): string {
  const [first = '', ...rest] = wrap(content, characters);
  return rest.length === 0 ? first : `${first} …`;
}
