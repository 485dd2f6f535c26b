import { startTimer } from '@dbosd/shared';

/** What rests until the time that the daemon asked for is over. */
export class Retries<T> {
  readonly #timers = new Map<T, () => void>();

  rest(item: T, delayMs: number, again: (item: T) => void): void {
    this.cancel(item);
    const cancel = startTimer(delayMs, () => {
      this.#timers.delete(item);
      again(item);
    });
    this.#timers.set(item, cancel);
  }

  cancel(item: T): void {
    this.#timers.get(item)?.();
    this.#timers.delete(item);
  }

  all(): T[] {
    return [...this.#timers.keys()];
  }
}
