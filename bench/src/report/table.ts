import type { Tone } from '@dbosd/cli/internal/output/paint.js';
import type { ContestantName } from '../measure/alternate.js';
import { isMet, ratio, scatters, timesFloor, type Result, type Target } from '../measure/result.js';
import { CONTESTANTS, LOOKS } from './contestants.js';
import { numberText, ratioText, spreadText } from './number-text.js';
import { wrap } from './wrap.js';

export type Paint = (text: string, tone: Tone | undefined) => string;

interface Line {
  readonly text: string;
  readonly tone?: Tone;
}

interface Cell {
  readonly lines: readonly Line[];
  readonly align: 'left' | 'right';
}

/** Of dbosd and of the official client, even where nothing was measured. */
const ALWAYS: readonly ContestantName[] = ['dbosd', 'dbos'];
const GAP = '  ';
/** Of the whole table; the first column takes what the others leave, within its own bounds. */
const TABLE_WIDTH = 140;
const WORK_WIDTH = { least: 16, most: 46 };
const TARGET_WIDTH = 16;
const FIGURE_WIDTH = 11;
const UNIT_WIDTH = 14;

/**
 * The results in columns, fit for 140 characters: the medians, and below them the least and the most of all rounds. A
 * result takes as many lines as its longest cell.
 */
export function table(results: readonly Result[], paint: Paint): string[] {
  const present = contestantsOf(results);
  const figures = [headers(present), ...results.map((result) => figureCells(result, present))];
  const free = TABLE_WIDTH - sum(widthsOf(figures).map((width) => GAP.length + width));
  const workWidth = Math.min(WORK_WIDTH.most, Math.max(WORK_WIDTH.least, free));
  const works = [header('work', 'left'), ...results.map((result) => workCell(result, workWidth))];
  const rows = works.map((work, n) => [work, ...(figures[n] ?? [])]);
  const widths = widthsOf(rows);
  const [head = [], ...body] = rows.map((row) => rendered(row, widths, paint));
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return [...head, paint(rule, 'quiet'), ...body.flat()];
}

/** Who has no figure at all has no column, but for the two that are always compared. */
function contestantsOf(results: readonly Result[]): ContestantName[] {
  return CONTESTANTS.filter(
    (name) => ALWAYS.includes(name) || results.some(({ figures }) => figures[name] !== undefined),
  );
}

function headers(present: readonly ContestantName[]): Cell[] {
  return [
    header('unit', 'left'),
    ...present.map((name) => header(LOOKS[name].title, 'right')),
    header('dbosd : others', 'right'),
    header('target', 'left'),
    header('verdict', 'left'),
  ];
}

function header(title: string, align: Cell['align']): Cell {
  return cellOf(wrap(title, FIGURE_WIDTH), align, 'heading');
}

function workCell({ work, setting }: Result, width: number): Cell {
  return {
    align: 'left',
    lines: [
      ...wrap(work, width).map((text) => ({ text })),
      ...wrap(setting, width - 2).map((text): Line => ({ text: `  ${text}`, tone: 'quiet' })),
    ],
  };
}

function figureCells(result: Result, present: readonly ContestantName[]): Cell[] {
  const { unit, figures, targets } = result;
  return [
    cellOf(wrap(unit, UNIT_WIDTH), 'left'),
    ...present.map((name): Cell => {
      const figure = figures[name];
      if (figure === undefined) return cellOf(['–'], 'right', 'quiet');
      const { spread } = figure;
      return {
        align: 'right',
        lines: [
          { text: numberText(spread.median) },
          { text: spreadText(spread), tone: scatters(figure) ? 'bad' : 'quiet' },
          ...(scatters(figure) ? [{ text: 'scatters', tone: 'bad' as const }] : []),
        ],
      };
    }),
    cellOf(comparisons(result), 'right'),
    ...targetCells(targets),
  ];
}

/** How dbosd compares: with the official client, with its best settings, and with what this machine can do at best. */
function comparisons(result: Result): string[] {
  const { figures } = result;
  const lines = [ratioText(ratio(figures.dbosd, figures.dbos))];
  if (figures.best !== undefined) lines.push(`best ${ratioText(ratio(figures.dbosd, figures.best))}`);
  if (result.floor !== undefined) lines.push(`floor ${ratioText(timesFloor(result))}`);
  return lines;
}

/** The targets and their verdicts, each verdict next to the first line of its target. */
function targetCells(targets: readonly Target[]): [Cell, Cell] {
  const texts: Line[] = [];
  const verdicts: Line[] = [];
  for (const target of targets) {
    const lines = wrap(target.text, TARGET_WIDTH);
    texts.push(...lines.map((text) => ({ text })));
    verdicts.push(verdictOf(target), ...lines.slice(1).map(() => ({ text: '' })));
  }
  return [
    { align: 'left', lines: texts },
    { align: 'left', lines: verdicts },
  ];
}

/** `met 12.3`, `missed 8.1`: with what was reached, in the terms of the target. */
function verdictOf(target: Target): Line {
  const reached = numberText(target.reached);
  return isMet(target)
    ? { text: `met ${reached}`, tone: 'good' }
    : { text: `missed ${reached}`, tone: 'bad' };
}

function cellOf(lines: readonly string[], align: Cell['align'], tone?: Tone): Cell {
  return { align, lines: lines.map((text) => ({ text, ...(tone !== undefined && { tone }) })) };
}

function widthsOf(rows: readonly (readonly Cell[])[]): number[] {
  return (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.flatMap((row) => (row[column]?.lines ?? []).map(({ text }) => text.length))),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function rendered(row: readonly Cell[], widths: readonly number[], paint: Paint): string[] {
  const height = Math.max(...row.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, n) =>
    row
      .map(({ lines, align }, column) => {
        const { text, tone } = lines[n] ?? { text: '' };
        const padding = ' '.repeat((widths[column] ?? 0) - text.length);
        return align === 'left' ? paint(text, tone) + padding : padding + paint(text, tone);
      })
      .join(GAP)
      .trimEnd(),
  );
}
