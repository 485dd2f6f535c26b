import { hostUrls } from '../../config/database-url.js';

/** The URLs of the hosts of a database URL, in its order. A text of another form is passed on as it is, for pg to judge. */
export function databaseHosts(url: string): readonly [string, ...string[]] {
  return hostUrls(url) ?? [url];
}

/** Which of several hosts new connections go to: the same one until it fails, then the next. */
export class HostChoice {
  readonly #urls: readonly [string, ...string[]];
  #at = 0;

  constructor(url: string) {
    this.#urls = databaseHosts(url);
  }

  get size(): number {
    return this.#urls.length;
  }

  get current(): string {
    return this.#urls[this.#at] ?? this.#urls[0];
  }

  /** That host is down, or takes no writes. Many connections may say so of one host: it is passed over once. */
  passOver(url: string): void {
    if (url === this.current) this.#at = (this.#at + 1) % this.#urls.length;
  }
}
