import type { DbosdError } from '@dbosd/shared';
import { status, type ClientDuplexStream, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { errorOf } from './error-of.js';

/** The calling end of a link, as a test drives it: frames go out as they are, what comes is kept until it is asked for. */
export class StreamCaller<Out, In> {
  readonly stream: ClientDuplexStream<Buffer | Out, In>;
  readonly frames: In[] = [];
  /** How the stream ended; undefined: well. */
  readonly end: Promise<DbosdError | undefined>;
  readonly #waiting: (() => void)[] = [];
  #isOver = false;

  constructor(stream: ClientDuplexStream<Buffer | Out, In>) {
    this.stream = stream;
    stream.on('data', (frame: In) => {
      this.frames.push(frame);
      this.#notify();
    });
    this.end = new Promise((resolve) => {
      stream.on('error', (error: ServiceError) => {
        resolve(errorOf(error));
      });
      stream.on('status', (ended: StatusObject) => {
        if (ended.code === status.OK) resolve(undefined);
        this.#isOver = true;
        this.#notify();
      });
    });
  }

  write(frame: Buffer | Out): void {
    this.stream.write(frame);
  }

  /** Resolves with the first thing that `find` finds in all frames so far, now or later. */
  async until<T>(find: (frames: readonly In[]) => T | undefined): Promise<T> {
    for (;;) {
      const found = find(this.frames);
      if (found !== undefined) return found;
      if (this.#isOver)
        throw new Error('the stream ended before what was waited for came', { cause: await this.end });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #notify(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
