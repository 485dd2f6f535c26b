import { PAGE_BYTES, type Clock } from '@dbosd/shared';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Sink } from '../operations/operations.js';
import type { Outlet } from './link/output-budget.js';
import { startIdleTimer } from './link/stream-service.js';

// Two marks: full at one page in the transport, resumed at half of it.
const FULL_BYTES = PAGE_BYTES;
const RESUME_BYTES = FULL_BYTES / 2;

interface PumpOptions {
  readonly call: ServerWritableStream<Buffer, Buffer>;
  readonly encode: (response: object) => Buffer;
  /** The heartbeat of an idle stream after the last response; absent: none yet. */
  readonly heartbeat: (last: object | undefined) => object | undefined;
  readonly heartbeatMs: number;
  readonly clock: Clock;
  /** Where it is counted together with the output of other streams. Its `onRoom` calls `retry`. */
  readonly outlet: Outlet;
  /** Aborted when the call has ended. */
  readonly signal: AbortSignal;
}

/**
 * Writes the responses of a server stream as fast as its reader takes them, and heartbeats when there are none. The
 * batch that fills it is still accepted, so it holds at most one page and one batch.
 */
export class Pump implements Sink<object> {
  readonly #options: PumpOptions;
  readonly #stopHeartbeat: () => void;
  #pendingBytes = 0;
  #lastWriteMs: number;
  // Made of the last response at once, so that an idle stream keeps no page of values alive.
  #heartbeat: object | undefined;
  #wake: (() => void) | undefined;

  constructor(options: PumpOptions) {
    this.#options = options;
    this.#lastWriteMs = options.clock.monotonicMs();
    this.#heartbeat = options.heartbeat(undefined);
    this.#stopHeartbeat = startIdleTimer({
      afterMs: options.heartbeatMs,
      nowMs: () => options.clock.monotonicMs(),
      lastActiveMs: () => this.#lastWriteMs,
      onIdle: () => {
        this.#beat();
      },
    });
    options.signal.addEventListener('abort', this.#stopHeartbeat, { once: true });
  }

  offer(response: object): boolean {
    if (this.#options.signal.aborted) return false;
    this.#heartbeat = this.#options.heartbeat(response);
    this.#write(response);
    return this.#pendingBytes < FULL_BYTES && !this.#options.outlet.full;
  }

  ready(): Promise<void> {
    const { signal } = this.#options;
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      if (this.#hasRoom) {
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

  /** There may be room again. */
  retry(): void {
    if (this.#wake === undefined || !this.#hasRoom) return;
    const wake = this.#wake;
    this.#wake = undefined;
    wake();
  }

  /** Ends the heartbeats. The end of the call does so too. */
  stop(): void {
    this.#stopHeartbeat();
  }

  get #hasRoom(): boolean {
    return this.#pendingBytes <= RESUME_BYTES && !this.#options.outlet.full;
  }

  #beat(): void {
    // A transport that is stuck needs no heartbeat.
    if (this.#pendingBytes > 0 || this.#options.signal.aborted) return;
    if (this.#heartbeat !== undefined) this.#write(this.#heartbeat);
  }

  #write(response: object): void {
    const bytes = this.#options.encode(response);
    this.#lastWriteMs = this.#options.clock.monotonicMs();
    this.#pendingBytes += bytes.length;
    this.#options.outlet.add(bytes.length);
    this.#options.call.write(bytes, () => {
      this.#pendingBytes -= bytes.length;
      this.#options.outlet.taken(bytes.length);
      this.retry();
    });
  }
}
