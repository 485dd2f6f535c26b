import { hostUrls } from '../../config/database-url.js';

/** The URLs of the hosts of a database URL, in its order. A text of another form is passed on as it is, for pg to judge. */
export function databaseHosts(url: string): readonly [string, ...string[]] {
  const [first, ...others] = hostUrls(url) ?? [url];
  return [withPlainSslMode(first), ...others.map(withPlainSslMode)];
}

/** The modes that pg takes for `verify-full`, and says so on stderr, between the lines of the log. */
const SSL_MODES_TAKEN_FOR_FULL = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|#|$)/;

/** With the mode that the driver uses in its place. With `uselibpqcompat` it takes each for what it is. */
function withPlainSslMode(url: string): string {
  return /[?&]uselibpqcompat=/.test(url) ? url : url.replace(SSL_MODES_TAKEN_FOR_FULL, '$1verify-full');
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
