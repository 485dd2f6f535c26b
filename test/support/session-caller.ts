import { fromStatus, type contract, type DbosdError } from '@dbosd/shared';
import { status, type ClientDuplexStream, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { errorOf } from './error-of.js';

type Frame = contract.OpenResponse__Output;
type Stream = ClientDuplexStream<Buffer | contract.OpenRequest, Frame>;

/** A session as a test drives it: frames go out as they are, what comes is kept until it is asked for. */
export class SessionCaller {
  readonly stream: Stream;
  readonly frames: Frame[] = [];
  /** How the session ended; undefined: well. */
  readonly end: Promise<DbosdError | undefined>;
  readonly #waiting: (() => void)[] = [];
  #over = false;

  constructor(stream: Stream) {
    this.stream = stream;
    stream.on('data', (frame: Frame) => {
      this.frames.push(frame);
      this.#tell();
    });
    this.end = new Promise((resolve) => {
      stream.on('error', (error: ServiceError) => {
        resolve(errorOf(error));
      });
      stream.on('status', (ended: StatusObject) => {
        if (ended.code === status.OK) resolve(undefined);
        this.#over = true;
        this.#tell();
      });
    });
  }

  write(frame: Buffer | contract.OpenRequest): void {
    this.stream.write(frame);
  }

  /** Resolves with the first thing that `find` finds in all frames so far, now or later. */
  async until<T>(find: (frames: readonly Frame[]) => T | undefined): Promise<T> {
    for (;;) {
      const found = find(this.frames);
      if (found !== undefined) return found;
      if (this.#over) throw new Error('the session ended before what was waited for came');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  opened(): Promise<contract.SessionOpened__Output> {
    return this.until((frames) => frames[0]?.opened ?? undefined);
  }

  answers(): contract.SessionAnswer__Output[] {
    return this.frames.flatMap((frame) => frame.answers);
  }

  responses(id: number): contract.SubscriptionResponse__Output[] {
    return this.frames.flatMap((frame) => frame.responses).filter((response) => response.id === id);
  }

  answer(id: number): Promise<contract.SessionAnswer__Output> {
    return this.until(() => this.answers().find((answer) => answer.id === id));
  }

  /** The error that request `id` was answered with. */
  async refusal(id: number): Promise<DbosdError> {
    const { error } = await this.answer(id);
    if (error === null || error === undefined) throw new Error(`request ${String(id)} was answered well`);
    return fromStatus(error);
  }

  /** How subscription `id` ended. */
  ended(id: number): Promise<contract.Status__Output> {
    return this.until(() => this.responses(id).find((response) => response.ended)?.ended ?? undefined);
  }

  #tell(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
