import { toStatus, type contract } from '@dbosd/shared';
import type { WellFormedWriter } from '../codec/well-formed-writer.js';
import type { Failures } from '../failures.js';
import { roughSize } from '../link/answer-size.js';
import type { FrameOutput } from '../link/frame-output.js';
import { EMPTY_BYTES } from '../link/frame-stream.js';
import type { FrameCodec } from './frames.js';

export interface OutputOptions {
  readonly frames: FrameOutput;
  readonly codec: FrameCodec;
  readonly failures: Failures;
}

/** What a session sends, as the parts of its frames. */
export class Output {
  readonly #options: OutputOptions;

  constructor(options: OutputOptions) {
    this.#options = options;
  }

  /** It holds as much as it may: nothing more should be taken on. */
  get full(): boolean {
    return this.#options.frames.full;
  }

  answer(id: number, answer: object): void {
    this.#options.frames.push({
      bytes: roughSize(answer),
      write: (writer) => {
        this.#writeAnswer(writer, id, answer);
      },
    });
  }

  response(encoded: Buffer): void {
    const { frames, codec } = this.#options;
    frames.push({
      bytes: encoded.length,
      write: (writer) => {
        codec.writeResponse(writer, encoded);
      },
    });
  }

  control(control: contract.OpenResponse): void {
    const { frames, codec } = this.#options;
    frames.push({
      bytes: EMPTY_BYTES,
      write: (writer) => {
        codec.writeControl(writer, control);
      },
    });
  }

  #writeAnswer(writer: WellFormedWriter, id: number, answer: object): void {
    const { codec, failures } = this.#options;
    try {
      codec.writeAnswer(writer, answer);
    } catch (failure) {
      codec.writeAnswer(writer, { id, error: toStatus(failures.of(failure, 'SessionService.Open')) });
    }
  }
}
