import { DbosdError } from '../errors/dbosd-error.js';

/** An item in flight to a daemon: a call, or an operation of a workflow. */
export interface Sendable {
  /** Its frame. */
  readonly bytes: number;
  /** When it was last put on the wire, on the monotonic clock. */
  readonly writtenAtMs: number | undefined;
  /** How often a stream broke while nothing else was in flight. */
  breaksAlone: number;
}

/** What has been in flight for this long is not what broke its stream. */
export const HARMLESS_MS = 10_000;
/** No proxy is known to stop less. Small calls survive any number of breaks. */
const SUSPICIOUS_BYTES = 16 * 1024;
/** A network that carries everything else is not what broke the stream this often. */
const MAX_BREAKS_ALONE = 3;
/** From here on there is no window: more is never in flight. */
const WIDE_OPEN_BYTES = 64 * 1024 * 1024;

/**
 * How much may be on its way at once, after streams have broken. A proxy may limit the size of a request, and count all
 * that a stream ever sends as one (nginx does, with 1 MiB by default). It breaks the stream with everything on it, and
 * what is sent again together breaks the next one. So less is sent at a time after each break, down to a single call,
 * and more again with each answer. A call that breaks its stream repeatedly although nothing else is on its way does
 * not get through, and is given up; everything else goes on.
 */
export class SendWindow {
  #bytes = Infinity;

  /** One that is larger goes when nothing else is on its way. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A stream broke on the way, with these unanswered. Returns the one that does not get through, if that is plain. */
  broke<S extends Sendable>(unanswered: readonly S[], nowMs: number): S | undefined {
    const suspects = unanswered.filter(({ writtenAtMs = -Infinity }) => nowMs - writtenAtMs < HARMLESS_MS);
    const bytes = suspects.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes < SUSPICIOUS_BYTES) return undefined;
    this.#bytes = Math.max(Math.min(this.#bytes, bytes) / 4, SUSPICIOUS_BYTES);
    const [only] = suspects;
    if (suspects.length > 1 || only === undefined) return undefined;
    only.breaksAlone += 1;
    return only.breaksAlone < MAX_BREAKS_ALONE ? undefined : only;
  }

  answered({ bytes }: Sendable): void {
    if (this.#bytes === Infinity) return;
    this.#bytes += 2 * bytes;
    if (this.#bytes >= WIDE_OPEN_BYTES) this.#bytes = Infinity;
  }
}

/** The error for an item that breaks its stream each time. */
export function stoppedOnTheWay(
  what: string,
  { bytes }: Sendable,
  cause: DbosdError | undefined,
): DbosdError {
  return new DbosdError({
    reason: 'PAYLOAD_TOO_LARGE',
    message:
      `the connection broke ${String(MAX_BREAKS_ALONE)} times while ${what} of ${String(bytes)} bytes was on its way, ` +
      'and carries all else: a proxy in between limits the size of requests. Raise its limit for gRPC (nginx: ' +
      'client_max_body_size 0, which counts a whole stream), or store the data elsewhere and send a reference to it',
    outcome: 'unknown',
    metadata: { size: String(bytes), proxy: 'request_too_large' },
    cause,
  });
}
