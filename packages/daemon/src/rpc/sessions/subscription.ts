import type { Sink } from '../../operations/operations.js';

export interface SubscriptionOptions {
  /** How many bytes may be sent before more credit comes. */
  readonly creditBytes: number;
  /** Encodes a response and adds it to the output; returns its bytes. */
  readonly send: (response: object) => number;
  /** The session's output takes more. */
  readonly hasRoom: () => boolean;
}

/**
 * A server stream inside a session: sends while it has credit and the output has room. The response that overdraws the
 * credit is still sent.
 */
export class Subscription implements Sink<object> {
  readonly #options: SubscriptionOptions;
  readonly #caller = new AbortController();
  #creditBytes: number;
  #wake: (() => void) | undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#creditBytes = options.creditBytes;
  }

  /** Aborted when the client does not want the stream any more. */
  get signal(): AbortSignal {
    return this.#caller.signal;
  }

  offer(response: object): boolean {
    if (this.#caller.signal.aborted) return false;
    this.#creditBytes -= this.#options.send(response);
    return this.#open;
  }

  ready(): Promise<void> {
    const { signal } = this.#caller;
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      if (this.#open) {
        resolve();
        return;
      }
      const onAbort = (): void => {
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#wake = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
    });
  }

  addCredit(bytes: number): void {
    this.#creditBytes = Math.min(this.#creditBytes + bytes, Number.MAX_SAFE_INTEGER);
    this.retry();
  }

  /** Credit or room may have come. */
  retry(): void {
    if (this.#wake === undefined || !this.#open) return;
    const wake = this.#wake;
    this.#wake = undefined;
    wake();
  }

  abort(reason: Error): void {
    this.#caller.abort(reason);
  }

  get #open(): boolean {
    return this.#creditBytes > 0 && this.#options.hasRoom();
  }
}
