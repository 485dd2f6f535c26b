import type { Terminal } from '@dbosd/cli/internal/output/terminal.js';

/** A terminal, or a pipe (as it is by default), that keeps what was written. */
export class FakeTerminal implements Terminal {
  readonly input: Terminal['input'];
  readonly output: Terminal['output'];
  readonly errors: Terminal['errors'];
  written = '';
  words = '';

  constructor({ isTerminal = false, columns = 80, typed = '' } = {}) {
    this.input = {
      isTerminal,
      readAll: () => Promise.resolve(typed),
      readLine: () => Promise.resolve(typed),
    };
    this.output = { isTerminal, columns };
    this.errors = { isTerminal };
  }

  write(text: string): Promise<void> {
    this.written += text;
    return Promise.resolve();
  }

  writeError(text: string): void {
    this.words += text;
  }

  outliveReader(): void {
    // Nobody reads it anyway.
  }
}
