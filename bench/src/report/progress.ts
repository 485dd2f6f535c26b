import { elapsedText } from './number-text.js';

/** Where progress is told: stderr, or a stand-in. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How often a plain output, a log for instance, hears of progress. */
const PLAIN_EVERY_MS = 15_000;
const REDRAW_EVERY_MS = 1000;
const CLEAR_LINE = '\r\x1b[2K';

/** How far the run is: on a terminal a line that is rewritten in its place, else a line now and then. */
export class Progress {
  readonly #output: ProgressOutput;
  readonly #nowMs: () => number;
  readonly #begunMs: number;
  readonly #redraw: NodeJS.Timeout | undefined;
  #row = '';
  #text = '';
  #toldMs = Number.NEGATIVE_INFINITY;

  /** Owns a timer on a terminal, which `end` stops. */
  constructor(output: ProgressOutput, nowMs: () => number) {
    this.#output = output;
    this.#nowMs = nowMs;
    this.#begunMs = nowMs();
    if (output.isTTY === true) {
      this.#redraw = setInterval(() => {
        this.#draw();
      }, REDRAW_EVERY_MS).unref();
    }
  }

  /** Row `index` (from 0) of `count` begins. */
  row(name: string, index: number, count: number): void {
    this.#row = `row ${String(index + 1)} of ${String(count)}, ${name}`;
    this.#toldMs = Number.NEGATIVE_INFINITY;
    this.say('begins');
  }

  say(text: string): void {
    this.#text = text;
    if (this.#output.isTTY === true) {
      this.#draw();
      return;
    }
    const now = this.#nowMs();
    if (now - this.#toldMs < PLAIN_EVERY_MS) return;
    this.#toldMs = now;
    this.#output.write(`${this.#line()}\n`);
  }

  /** Makes room on the terminal for other lines; the next word of progress draws the line anew below them. */
  clear(): void {
    if (this.#text === '') return;
    this.#text = '';
    if (this.#output.isTTY === true) this.#output.write(CLEAR_LINE);
  }

  /** May be called any number of times. */
  end(): void {
    clearInterval(this.#redraw);
    this.clear();
  }

  #draw(): void {
    if (this.#text === '') return;
    // One column is left free: some terminals break the line at the last one.
    const width = (this.#output.columns ?? 80) - 1;
    this.#output.write(CLEAR_LINE + this.#line().slice(0, width));
  }

  #line(): string {
    const where = this.#row === '' ? '' : `${this.#row} · `;
    return `[${elapsedText(this.#nowMs() - this.#begunMs)}] ${where}${this.#text}`;
  }
}
