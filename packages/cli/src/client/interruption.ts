import type { ProcessEvents } from '../context.js';
import { EXIT } from '../exit-code.js';

/** Ctrl-C: the first ends what runs by its signal, the second the process at once. */
export class Interruption {
  readonly #aborting = new AbortController();
  readonly #process: ProcessEvents;

  constructor(process: ProcessEvents) {
    this.#process = process;
    process.on('SIGINT', this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#aborting.signal;
  }

  dispose(): void {
    this.#process.off('SIGINT', this.#onSignal);
  }

  readonly #onSignal = (): void => {
    if (this.signal.aborted) this.#process.exit(EXIT.interrupted);
    this.#aborting.abort();
  };
}
