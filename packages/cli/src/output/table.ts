import type { Paint, Tone } from './paint.js';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

export interface TableStyle {
  readonly paint: Paint;
  /** How wide lines may be. Infinity: nothing is cut. */
  readonly columns: number;
  /** The columns with short words that people scan for, such as a status or a time: they are cut after all others. */
  readonly lookedFor?: ReadonlySet<number>;
}

/** Between two columns. */
const GAP = '  ';
/** A column is not cut below this. */
const NARROWEST = 4;

/** The lines of a table: every column as wide as its widest cell, and cut where the line would be too long. */
export function tableLines(rows: readonly (readonly Cell[])[], style: TableStyle): string[] {
  const { paint } = style;
  const cells = rows.map((row) => row.map(({ text, tone }) => ({ text: visible(text), tone })));
  const widths = fit(widest(cells), style);
  return cells.map((row) =>
    row
      .map(({ text, tone }, at) => {
        const shown = cut(text, widths[at] ?? 0);
        const isLast = at === row.length - 1;
        return paint(shown, tone) + (isLast ? '' : ' '.repeat((widths[at] ?? 0) - displayWidth(shown)));
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** A text on one line, with control characters escaped. */
export function visible(text: string): string {
  return text.replaceAll(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => {
      const code = character.charCodeAt(0);
      return SHORT.get(code) ?? `\\u${code.toString(16).padStart(4, '0')}`;
    },
  );
}

const SHORT: ReadonlyMap<number, string> = new Map([
  [9, '\\t'],
  [10, '\\n'],
  [13, '\\r'],
]);

/** How many columns a text takes: none for combining characters, two for wide East Asian ones. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += JOINS.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

const JOINS = /[\p{Mn}\p{Me}\p{Cf}]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

function widest(rows: readonly (readonly Cell[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, { text }] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, displayWidth(text));
  }
  return widths;
}

/**
 * Shortens the widest columns until the line fits. The columns that people scan for, and then the first, which names the
 * row, are shortened last.
 */
function fit(widths: number[], { columns, lookedFor = new Set() }: TableStyle): number[] {
  const fitted = [...widths];
  const rest = [...fitted.keys()].slice(1);
  const classes = [rest.filter((at) => !lookedFor.has(at)), rest.filter((at) => lookedFor.has(at)), [0]];
  let excess = fitted.reduce((sum, width) => sum + width, 0) + GAP.length * (fitted.length - 1) - columns;
  for (const among of classes) {
    for (let at = widestOf(among, fitted); excess > 0 && at !== undefined; at = widestOf(among, fitted)) {
      fitted[at] = (fitted[at] ?? 0) - 1;
      excess -= 1;
    }
  }
  return fitted;
}

/** The last of the widest columns; undefined: none can be cut further. */
function widestOf(among: readonly number[], widths: readonly number[]): number | undefined {
  const width = Math.max(...among.map((at) => widths[at] ?? 0));
  return width > NARROWEST ? among.findLast((at) => widths[at] === width) : undefined;
}

function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let left = width - 1;
  for (const character of text) {
    left -= displayWidth(character);
    if (left < 0) break;
    kept += character;
  }
  return `${kept}…`;
}
