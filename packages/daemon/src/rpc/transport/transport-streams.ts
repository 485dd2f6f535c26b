import { constants, type ServerHttp2Stream } from 'node:http2';
import type { Metadata, ServerInterceptor } from '@grpc/grpc-js';

/** The HTTP/2 stream that carries a call. */
export interface TransportStream {
  /** Stands for the connection: the same object for all its streams. */
  readonly connection: object;
  /** The peer has sent its whole request. */
  readonly requestEnded: boolean;
  /** Calls back once, when nothing of it is left, in either direction. */
  onClosed(listener: () => void): void;
  /** Ends it at once: what it holds is let go of. */
  reset(): void;
}

/** What an interceptor is given, as grpc-js 1.14 makes it. Its types do not show the fields; server.test.ts checks them. */
interface BaseCall {
  readonly stream?: ServerHttp2Stream;
  readonly metadata?: Metadata;
}

/**
 * Finds the HTTP/2 streams of calls, which grpc-js keeps to itself: without them neither the end of an answer's way nor
 * a request that never ends can be seen, and a peer that reads nothing cannot be ended.
 */
export class TransportStreams {
  // The metadata of a request are the one thing that the interceptor and the handler of a call both see.
  readonly #byMetadata = new WeakMap<Metadata, TransportStream>();
  readonly #onOpened: (stream: TransportStream, isBidirectional: boolean) => void;

  /** `onOpened` is called for each call when it begins, before its request has come. */
  constructor(onOpened: (stream: TransportStream, isBidirectional: boolean) => void) {
    this.#onOpened = onOpened;
  }

  readonly interceptor: ServerInterceptor = (method, call) => {
    const { stream, metadata } = call as unknown as BaseCall;
    if (stream?.session !== undefined && metadata !== undefined) {
      const found = new Http2TransportStream(stream, stream.session);
      this.#byMetadata.set(metadata, found);
      this.#onOpened(found, method.requestStream);
    }
    // As it came: only its type asks for a wrapper, which each message would pay for.
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
    return call as ReturnType<ServerInterceptor>;
  };

  /** The stream of a call that its handler was given. */
  of(call: { readonly metadata: Metadata }): TransportStream | undefined {
    return this.#byMetadata.get(call.metadata);
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
      const timer = setTimeout(() => {
        stream.close(constants.NGHTTP2_NO_ERROR);
      }, LINGER_MS);
      stream.once('close', () => {
        clearTimeout(timer);
      });
    });
  }

  get requestEnded(): boolean {
    return this.#stream.readableEnded;
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
