import { constants, type Http2Session, type ServerHttp2Stream } from 'node:http2';
import { startTimer, type Clock } from '@dbosd/shared';
import { status, type Metadata, type ServerInterceptor } from '@grpc/grpc-js';
import type { Acceptor, Connection } from './acceptor.js';

/** The HTTP/2 stream that carries a call. */
export interface TransportStream {
  /** Stands for the connection: the same object for all its streams. */
  readonly connection: object;
  /** Calls back once, when nothing of it is left, in either direction. */
  onClosed(listener: () => void): void;
  /** Ends it at once: what it holds is let go of. */
  reset(): void;
}

/** What an interceptor is given, as grpc-js 1.14 makes it; its types do not show the fields. */
interface BaseCall {
  readonly stream?: ServerHttp2Stream;
  readonly metadata?: Metadata;
  sendStatus(end: { readonly code: status; readonly details: string }): void;
}

export interface TransportStreamsOptions {
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs: number;
  readonly acceptor: Pick<Acceptor, 'find'>;
  readonly clock: Clock;
}

/** A call whose request is not whole yet. */
interface Arriving {
  readonly sinceMs: number;
  readonly stream: ServerHttp2Stream;
  readonly call: BaseCall;
}

/**
 * Finds the HTTP/2 streams of calls, which grpc-js keeps to itself: without them neither the end of an answer's way nor a
 * request that never ends can be seen, and a peer that reads nothing cannot be ended. A request that has not arrived whole
 * in time is ended here: until then it has no handler.
 */
export class TransportStreams {
  // The metadata of a request are the one thing that the interceptor and the handler of a call both see.
  readonly #byMetadata = new WeakMap<Metadata, TransportStream>();
  readonly #arriving = new Map<Metadata, Arriving>();
  readonly #requestTimeoutMs: number;
  readonly #acceptor: Pick<Acceptor, 'find'>;
  readonly #connections = new WeakMap<Http2Session, Connection>();
  readonly #clock: Clock;
  #cancelTimer: (() => void) | undefined;

  constructor({ requestTimeoutMs, acceptor, clock }: TransportStreamsOptions) {
    this.#requestTimeoutMs = requestTimeoutMs;
    this.#acceptor = acceptor;
    this.#clock = clock;
  }

  readonly interceptor: ServerInterceptor = (_method, intercepted) => {
    const call = intercepted as unknown as BaseCall;
    const { stream, metadata } = call;
    const connection = stream?.session === undefined ? undefined : this.#connectionOf(stream.session);
    if (stream !== undefined && connection !== undefined && metadata !== undefined) {
      this.#byMetadata.set(metadata, new Http2TransportStream(stream, connection));
      this.#arriving.set(metadata, { sinceMs: this.#clock.monotonicMs(), stream, call });
      connection.calls += 1;
      stream.once('close', () => {
        connection.calls -= 1;
        connection.idleSinceMs = this.#clock.monotonicMs();
        this.#arriving.delete(metadata);
      });
      this.#cancelTimer ??= this.#startTimer();
    }
    // As it came: only its type asks for a wrapper, which each message would pay for.
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
    return intercepted as ReturnType<ServerInterceptor>;
  };

  /** The stream of a call, whose handler sees to it from now on. */
  of(call: { readonly metadata: Metadata }): TransportStream | undefined {
    this.#arriving.delete(call.metadata);
    return this.#byMetadata.get(call.metadata);
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#arriving.clear();
  }

  #connectionOf(session: Http2Session): Connection | undefined {
    const known = this.#connections.get(session);
    if (known !== undefined || session.destroyed) return known;
    const found = this.#acceptor.find(session.socket);
    if (found !== undefined) this.#connections.set(session, found);
    return found;
  }

  #startTimer(): () => void {
    return startTimer(this.#requestTimeoutMs / 4, () => {
      this.#endLate();
      this.#cancelTimer = this.#arriving.size > 0 ? this.#startTimer() : undefined;
    });
  }

  #endLate(): void {
    const nowMs = this.#clock.monotonicMs();
    for (const [metadata, { sinceMs, stream, call }] of this.#arriving) {
      const hasArrived = stream.readableEnded || stream.destroyed;
      if (!hasArrived && nowMs - sinceMs < this.#requestTimeoutMs) continue;
      this.#arriving.delete(metadata);
      if (hasArrived) continue;
      call.sendStatus({
        code: status.DEADLINE_EXCEEDED,
        details: `the request did not arrive whole in ${String(this.#requestTimeoutMs / 1000)} s: send it faster`,
      });
    }
  }
}

/** How long a peer may take to end its side of a call that is answered. */
const LINGER_MS = 1000;

class Http2TransportStream implements TransportStream {
  readonly #stream: ServerHttp2Stream;
  readonly connection: object;

  constructor(stream: ServerHttp2Stream, connection: object) {
    this.#stream = stream;
    this.connection = connection;
    // A peer that never ends its request would keep the stream open after the answer.
    stream.once('finish', () => {
      if (stream.readableEnded || stream.closed) return;
      const cancelTimer = startTimer(LINGER_MS, () => {
        stream.close(constants.NGHTTP2_NO_ERROR);
      });
      stream.once('close', cancelTimer);
    });
  }

  onClosed(listener: () => void): void {
    if (this.#stream.closed && this.#stream.destroyed) listener();
    else this.#stream.once('close', listener);
  }

  reset(): void {
    this.#stream.close(constants.NGHTTP2_CANCEL);
    // What is buffered would else wait for the peer's window.
    this.#stream.destroy();
  }
}
