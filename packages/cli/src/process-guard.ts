import type { Logger } from '@dbosd/daemon/log';
import type { ProcessEvents } from './context.js';
import { EXIT } from './errors.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
type ShutdownSignal = (typeof SIGNALS)[number];

type Printer = (...args: unknown[]) => void;

/**
 * Handles the signals that end a daemon. The first SIGTERM or SIGINT resolves `requested`; the second ends the
 * process at once, with exit code 1. An unhandled error is logged with its stack, and ends the process too:
 * the state that it left is unknown, and the store is safe (docs/architecture.md, laws 5 and 8).
 */
export class ProcessGuard {
  readonly requested: Promise<ShutdownSignal>;
  readonly #process: ProcessEvents;
  readonly #log: Logger;
  readonly #listeners: (readonly [string, (...args: unknown[]) => void])[] = [];
  #printers: readonly Printer[] = [];
  #received: ShutdownSignal | undefined;

  constructor(process: ProcessEvents, log: Logger) {
    this.#process = process;
    this.#log = log;
    this.requested = new Promise((resolve) => {
      for (const signal of SIGNALS) {
        this.#listen(signal, () => {
          this.#onSignal(signal, resolve);
        });
      }
    });
    this.#takeWarnings();
    for (const event of ['uncaughtException', 'unhandledRejection']) {
      this.#listen(event, (error: unknown) => {
        this.#onUnhandled(event, error);
      });
    }
  }

  /** Whether a shutdown was asked for. */
  get isRequested(): boolean {
    return this.#received !== undefined;
  }

  /** Stops listening: signals have their default effect again. */
  dispose(): void {
    for (const [event, listener] of this.#listeners) this.#process.off(event, listener);
    this.#listeners.length = 0;
    for (const printer of this.#printers) this.#process.on('warning', printer);
    this.#printers = [];
  }

  #listen(event: string, listener: (...args: unknown[]) => void): void {
    this.#process.on(event, listener);
    this.#listeners.push([event, listener]);
  }

  /** Warnings of Node and libraries go into the log: written to stderr, they would interrupt its lines in another format. */
  #takeWarnings(): void {
    this.#printers = (this.#process.listeners?.('warning') ?? []) as Printer[];
    for (const printer of this.#printers) this.#process.off('warning', printer);
    this.#listen('warning', (warning: unknown) => {
      this.#log.warn({ err: warning }, 'process.warning');
    });
  }

  #onSignal(signal: ShutdownSignal, resolve: (signal: ShutdownSignal) => void): void {
    if (this.#received !== undefined) {
      this.#log.warn({ signal }, 'process.exit_at_once');
      this.#process.exit(EXIT.error);
      return;
    }
    this.#received = signal;
    resolve(signal);
  }

  #onUnhandled(event: string, error: unknown): void {
    try {
      this.#log.fatal(
        { err: error, kind: event, stack: error instanceof Error ? error.stack : undefined },
        'process.unhandled_error',
      );
    } finally {
      this.#process.exit(EXIT.error);
    }
  }
}
