import type { Plot } from '../../measure/result.js';
import { CONTESTANTS, LOOKS } from '../contestants.js';
import { wrap } from '../wrap.js';
import { line, marker } from './curve.js';
import { element, text } from './element.js';
import { panel, PANEL } from './panel.js';

const MARGIN = 28;
const GUTTER = 36;
const COLUMNS = 2;
/** Of one character, with a margin for wide ones. */
const SUBTITLE_CHARACTER_PIXELS = 6.2;
const LEGEND_CHARACTER_PIXELS = 7;
const LEGEND_LINE_PIXELS = 34;
const LEGEND_GAP = 26;

/** Plots next to and below each other, with one legend for all, on white, so that it reads on light and dark pages. */
export function sheet(title: string, subtitle: string, plots: readonly Plot[]): string {
  const columns = Math.min(COLUMNS, plots.length);
  const inner = columns * PANEL.width + (columns - 1) * GUTTER;
  const subtitles = wrap(subtitle, Math.floor(inner / SUBTITLE_CHARACTER_PIXELS));
  const key = legend(plots, inner);
  const keyTop = MARGIN + 26 + subtitles.length * 17 + 8;
  const top = keyTop + key.height + 14;
  const width = inner + 2 * MARGIN;
  const height = top + Math.ceil(plots.length / columns) * (PANEL.height + GUTTER) - GUTTER + MARGIN;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${String(width)} ${String(height)}`,
      'font-family':
        'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif',
      role: 'img',
      'aria-label': title,
    },
    element('rect', { width, height, fill: '#ffffff' }),
    text(title, { x: MARGIN, y: MARGIN + 16, 'font-size': 20, 'font-weight': 600, fill: '#1a1a1a' }),
    ...subtitles.map((content, n) =>
      text(content, { x: MARGIN, y: MARGIN + 38 + n * 17, 'font-size': 12, fill: '#5c5c5c' }),
    ),
    at(MARGIN, keyTop, key.drawn),
    ...plots.map((plot, n) =>
      at(
        MARGIN + (n % columns) * (PANEL.width + GUTTER),
        top + Math.floor(n / columns) * (PANEL.height + GUTTER),
        panel(plot),
      ),
    ),
  );
}

/** Entries next to each other, in as many lines as they need. */
function legend(plots: readonly Plot[], width: number): { drawn: string; height: number } {
  const present = new Set(plots.flatMap(({ series }) => series.map(({ contestant }) => contestant)));
  let [x, y] = [0, 10];
  const drawn = CONTESTANTS.filter((name) => present.has(name)).map((name) => {
    const { title } = LOOKS[name];
    const needed = LEGEND_LINE_PIXELS + 8 + title.length * LEGEND_CHARACTER_PIXELS;
    if (x > 0 && x + needed > width) [x, y] = [0, y + 20];
    const entry = at(
      x,
      y,
      line(name, [
        { x: 0, y: 0 },
        { x: LEGEND_LINE_PIXELS, y: 0 },
      ]) +
        marker(name, { x: LEGEND_LINE_PIXELS / 2, y: 0 }) +
        text(title, { x: LEGEND_LINE_PIXELS + 8, y: 4, 'font-size': 12, fill: '#1a1a1a' }),
    );
    x += needed + LEGEND_GAP;
    return entry;
  });
  return { drawn: drawn.join(''), height: y + 10 };
}

function at(x: number, y: number, content: string): string {
  return element('g', { transform: `translate(${String(x)} ${String(y)})` }, content);
}
