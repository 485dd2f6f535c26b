import { startTimer } from '@dbosd/shared';
import { spanPhrase } from './time-phrase.js';
import type { Terminal } from './terminal.js';

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
