import { encodeStatus, STATUS_TRAILER, type DbosdError } from '@dbosd/shared';
import { Metadata, status, type ServerDuplexStream } from '@grpc/grpc-js';

export interface FakeLinkOptions<In, Out> {
  readonly stream: ServerDuplexStream<In, Out>;
  readonly onFrame: (frame: In) => void;
  /** Something has happened on it. */
  readonly onChange: () => void;
}

/** The serving end of a link, as a test drives it: one stream of a client or a worker, seen from a daemon. */
export class FakeLink<In, Out> {
  halfClosed = false;
  ended = false;
  readonly #stream: ServerDuplexStream<In, Out>;

  constructor({ stream, onFrame, onChange }: FakeLinkOptions<In, Out>) {
    this.#stream = stream;
    stream.on('data', (frame: In) => {
      onFrame(frame);
      onChange();
    });
    stream.on('end', () => {
      this.halfClosed = true;
      onChange();
      if (!this.ended) stream.end();
    });
    stream.on('cancelled', () => {
      this.ended = true;
      onChange();
    });
    stream.on('error', () => undefined);
  }

  write(frame: Out): void {
    if (!this.ended) this.#stream.write(frame);
  }

  /** Ends it well. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.#stream.end();
  }

  /** Ends it at once, with everything on it. */
  break(): void {
    this.#fail({ code: status.UNAVAILABLE, details: 'cut by the test' });
  }

  /** Ends it with an error of dbosd's. */
  fail(error: DbosdError): void {
    const metadata = new Metadata();
    metadata.set(STATUS_TRAILER, encodeStatus(error));
    this.#fail({ code: error.code, details: error.message, metadata });
  }

  #fail(end: object): void {
    this.ended = true;
    this.#stream.emit('error', end);
  }
}
