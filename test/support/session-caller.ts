import { fromStatus, type contract, type DbosdError } from '@dbosd/shared';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { StreamCaller } from './stream-caller.js';

type Frame = contract.OpenResponse__Output;
type Stream = ClientDuplexStream<Buffer | contract.OpenRequest, Frame>;

/** A session as a test drives it. */
export class SessionCaller {
  readonly #link: StreamCaller<contract.OpenRequest, Frame>;

  constructor(stream: Stream) {
    this.#link = new StreamCaller<contract.OpenRequest, Frame>(stream);
  }

  get stream(): Stream {
    return this.#link.stream;
  }

  get frames(): readonly Frame[] {
    return this.#link.frames;
  }

  /** How the session ended; undefined: well. */
  get end(): Promise<DbosdError | undefined> {
    return this.#link.end;
  }

  write(frame: Buffer | contract.OpenRequest): void {
    this.#link.write(frame);
  }

  /** Resolves with the first thing that `find` finds in all frames so far, now or later. */
  until<T>(find: (frames: readonly Frame[]) => T | undefined): Promise<T> {
    return this.#link.until(find);
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
}
