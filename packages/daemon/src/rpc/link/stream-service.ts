import { DbosdError } from '@dbosd/shared';
import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { WriteLoad } from '../../model/write-load.js';
import type { InFlight } from '../in-flight.js';
import type { FrameStream } from './frame-stream.js';

/** A session, or a worker's stream. */
export interface Served {
  readonly stream: FrameStream;
  /** Asks the peer to move to another daemon; what it still sends here is carried out. */
  goAway(draining: boolean): void;
}

export interface StreamServiceOptions {
  readonly inFlight: InFlight;
  readonly writes: WriteLoad;
  /** Takes over a stream. `onClosed` is called once, when it is over. Undefined: it was refused, and is over. */
  readonly serve: (
    call: ServerDuplexStream<Buffer, Buffer>,
    onClosed: () => void,
    isDraining: boolean,
  ) => Served | undefined;
}

/** A service of one bidirectional method: opens its streams and knows those that are open. */
export class StreamService {
  readonly #options: StreamServiceOptions;
  readonly #open = new Set<Served>();
  #isDraining = false;

  constructor(options: StreamServiceOptions) {
    this.#options = options;
    options.writes.onRoom(() => {
      for (const { stream } of this.#open) stream.throttle();
    });
  }

  /** How many streams are open. */
  get size(): number {
    return this.#open.size;
  }

  readonly handle: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
    this.#options.inFlight.track(
      new Promise((resolve) => {
        const onClosed = (): void => {
          if (served !== undefined) this.#open.delete(served);
          resolve();
        };
        const served = this.#options.serve(call, onClosed, this.#isDraining);
        if (served === undefined) resolve();
        else this.#open.add(served);
      }),
    );
  };

  /** Asks every peer to move to another daemon, and from now on every one that comes. */
  drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    for (const served of this.#open) served.goAway(true);
  }

  /** Ends the streams that are left. */
  end(): void {
    const stopped = new DbosdError({
      reason: 'DRAINING',
      message: 'the daemon stops: connect to another one',
      outcome: 'unknown',
    });
    for (const { stream } of [...this.#open]) stream.end(stopped);
  }
}
