import { startTimer } from '@dbosd/shared';
import type { Format } from '../definition/facts.js';
import type { View } from '../views/view.js';
import { jsonOf } from './json.js';
import type { Paint } from './paint.js';
import { type Cell, tableLines, visible } from './table.js';
import type { Terminal } from './terminal.js';
import { spanPhrase } from './time-phrase.js';

interface OutputOptions {
  readonly terminal: Terminal;
  readonly format: Format;
  readonly paint: Paint;
  readonly nowMs: () => number;
  /** The cursor can be moved. */
  readonly canRedraw: boolean;
}

/** How many rows of a table are buffered to measure its columns. */
const CHUNK_ROWS = 500;
const HOME_AND_CLEAR = '\x1b[H\x1b[2J\x1b[3J';

/** Writes results (stdout) in the requested format, and notices (stderr). */
export class Output {
  readonly format: Format;
  /** A transient line about a wait, on a terminal only. */
  readonly progress: Progress;
  readonly #parts: OutputOptions;

  constructor(parts: OutputOptions) {
    this.#parts = parts;
    this.format = parts.format;
    this.progress = new Progress(parts.terminal, parts.canRedraw, parts.nowMs);
  }

  /** Whether a watched list is redrawn in place. */
  get canRedraw(): boolean {
    return this.format === 'table' && this.#parts.canRedraw && this.#parts.terminal.output.isTerminal;
  }

  /** A notice on a line of its own. */
  tell(words: string): void {
    this.progress.clear();
    this.#parts.terminal.writeError(`${words}\n`);
  }

  /** A line of a result; resolves when there is room for more. */
  line(text: string): Promise<void> {
    this.progress.clear();
    return this.#parts.terminal.write(`${text}\n`);
  }

  /** A value as JSON: on one line, or indented with `-o json`. */
  value(value: unknown): Promise<void> {
    return this.line(jsonOf(value, this.format === 'json' ? 2 : 0));
  }

  /** A value as JSON, or a string as bare text. */
  valueOrText(value: unknown, isRaw: boolean): Promise<void> {
    return isRaw && typeof value === 'string' ? this.line(value) : this.value(value);
  }

  /** A list as a table, as a JSON array, or row by row. */
  async list<T>(rows: AsyncIterable<T> | Iterable<T>, view: View<T>): Promise<void> {
    switch (this.format) {
      case 'table':
        return this.#table(rows, view);
      case 'json':
        return this.array(rows, view.record);
      case 'jsonl':
        for await (const row of rows) await this.value(view.record(row));
    }
  }

  /** A JSON array, a row at a time. */
  async array<T>(rows: AsyncIterable<T> | Iterable<T>, record: (row: T) => unknown): Promise<void> {
    let before = '[';
    for await (const row of rows) {
      const text = jsonOf(record(row), 2).replaceAll('\n', '\n  ');
      await this.#parts.terminal.write(`${before}\n  ${text}`);
      before = ',';
    }
    await this.line(before === '[' ? '[]' : '\n]');
  }

  /** One thing: a field a line, or its record. */
  async one<T>(row: T, view: View<T>): Promise<void> {
    if (this.format !== 'table') return this.value(view.record(row));
    for (const line of this.fieldLines(row, view)) await this.line(line);
  }

  fieldLines<T>(row: T, view: View<T>): string[] {
    const fields = this.#cells(row, view)
      .map((cell, at): Cell[] => [{ text: view.columns[at]?.heading ?? '', tone: 'heading' }, cell])
      .filter(([, cell]) => cell?.text !== '');
    return tableLines(fields, { paint: this.#parts.paint, columns: Infinity });
  }

  /**
   * The rows that `list` would print as a table, with or without its heading. `isWhole`: nothing is
   * cut, however narrow the terminal.
   */
  tableLines<T>(rows: readonly T[], view: View<T>, { heading = true, isWhole = false } = {}): string[] {
    const head: Cell[] = view.columns.map((column) => ({ text: column.heading, tone: 'heading' }));
    const cells = rows.map((row) => this.#cells(row, view));
    const isKept = (at: number): boolean =>
      view.hasEmptyColumns !== true || cells.some((row) => row[at]?.text !== '');
    const kept = (heading ? [head, ...cells] : cells).map((row) => row.filter((_cell, at) => isKept(at)));
    const shown = view.columns.filter((_column, at) => isKept(at));
    const lookedFor = shown.flatMap(({ isLookedFor = false }, at) => (isLookedFor ? [at] : []));
    return tableLines(kept, {
      paint: this.#parts.paint,
      columns: isWhole ? Infinity : this.#columns,
      lookedFor: new Set(lookedFor),
    });
  }

  /** Replaces the contents of the terminal. */
  screen(lines: readonly string[]): Promise<void> {
    this.progress.clear();
    return this.#parts.terminal.write(`${HOME_AND_CLEAR}${lines.join('\n')}\n`);
  }

  async #table<T>(rows: AsyncIterable<T> | Iterable<T>, view: View<T>): Promise<void> {
    let chunk: T[] = [];
    let chunks = 0;
    const flush = async (): Promise<void> => {
      for (const line of this.tableLines(chunk, view, { heading: chunks === 0 })) await this.line(line);
      chunk = [];
      chunks += 1;
    };
    for await (const row of rows) {
      chunk.push(row);
      if (chunk.length === CHUNK_ROWS) await flush();
    }
    if (chunk.length > 0) return flush();
    if (chunks === 0) this.tell(view.none);
  }

  #cells<T>(row: T, { columns }: View<T>): Cell[] {
    const nowMs = this.#parts.nowMs();
    return columns.map(({ cell, tone }) => ({ text: visible(cell(row, nowMs)), tone: tone?.(row) }));
  }

  /** Output that does not go to a terminal is not cut. */
  get #columns(): number {
    const { isTerminal, columns } = this.#parts.terminal.output;
    return isTerminal ? columns : Infinity;
  }
}

/** A wait shorter than this shows nothing. */
const SILENT_MS = 1000;
const TICK_MS = 1000;
const ERASE_LINE = '\r\x1b[K';

/** One line on stderr about a long wait, erased when it is over. Only on a terminal that can erase it. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #isShown: boolean;
  readonly #nowMs: () => number;
  #cancelTimer: (() => void) | undefined;
  #isOnScreen = false;

  constructor(terminal: Terminal, canRedraw: boolean, nowMs: () => number) {
    this.#terminal = terminal;
    this.#isShown = terminal.errors.isTerminal && canRedraw;
    this.#nowMs = nowMs;
  }

  /** Shows what the command waits for, until the promise settles. */
  async during<T>(words: string, waiting: Promise<T>): Promise<T> {
    if (!this.#isShown) return waiting;
    const sinceMs = this.#nowMs();
    const tick = (): void => {
      this.#terminal.writeError(`${ERASE_LINE}${words} (${spanPhrase(this.#nowMs() - sinceMs)})`);
      this.#isOnScreen = true;
      this.#cancelTimer = startTimer(TICK_MS, tick);
    };
    this.#cancelTimer = startTimer(SILENT_MS, tick);
    try {
      return await waiting;
    } finally {
      this.#cancelTimer();
      this.clear();
    }
  }

  /** Erases the line; the next tick prints it again. */
  clear(): void {
    if (!this.#isOnScreen) return;
    this.#terminal.writeError(ERASE_LINE);
    this.#isOnScreen = false;
  }
}
