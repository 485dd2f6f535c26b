import { toStatus, type contract } from '@dbosd/shared';
import { WellFormedWriter } from '../codec/well-formed-writer.js';
import type { Failures } from '../failures.js';
import type { FrameCodec } from './frames.js';
import type { SessionLimits } from './limits.js';
import { roughSize } from './rough-size.js';

type Part =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: object; readonly bytes: number }
  | { readonly kind: 'response'; readonly encoded: Buffer; readonly bytes: number }
  | { readonly kind: 'control'; readonly control: contract.OpenResponse; readonly bytes: number };

export interface OutputOptions {
  readonly codec: FrameCodec;
  readonly failures: Failures;
  readonly limits: SessionLimits;
  /** Takes a frame; calls back when the transport has taken it. */
  readonly write: (frame: Buffer, taken: () => void) => void;
  /** Called when the output has fallen below half of its mark after it was full. */
  readonly onRoom: () => void;
  /** Called when all of it has been taken. */
  readonly onEmpty: () => void;
}

/**
 * What a session has to say. Parts gather while a frame is with the transport, and are encoded into the next one when
 * it has been taken, so that a busy session answers in few large frames and an idle one at once.
 */
export class Output {
  readonly #options: OutputOptions;
  #parts: Part[] = [];
  /** The first part of #parts that is not in a frame yet. */
  #next = 0;
  #bytes = 0;
  #wasFull = false;
  #state: 'idle' | 'scheduled' | 'writing' | 'closed' = 'idle';

  constructor(options: OutputOptions) {
    this.#options = options;
  }

  /** As much stands here as may: nothing more should be taken on. */
  get full(): boolean {
    // Once full, it stays full until half of it has gone.
    return this.#wasFull || this.#bytes >= this.#options.limits.maxOutputBytes;
  }

  /** Nothing stands here, and nothing is on its way. */
  get empty(): boolean {
    return this.#state === 'idle' && this.#next === this.#parts.length;
  }

  answer(id: number, answer: object): void {
    this.#push({ kind: 'answer', id, answer, bytes: roughSize(answer) });
  }

  response(encoded: Buffer): void {
    this.#push({ kind: 'response', encoded, bytes: encoded.length });
  }

  control(control: contract.OpenResponse): void {
    this.#push({ kind: 'control', control, bytes: 0 });
  }

  /** Forgets what stands here, and takes nothing more. */
  close(): void {
    this.#state = 'closed';
    this.#parts = [];
    this.#next = 0;
  }

  #push(part: Part): void {
    if (this.#state === 'closed') return;
    this.#parts.push(part);
    this.#bytes += part.bytes;
    this.#wasFull ||= this.#bytes >= this.#options.limits.maxOutputBytes;
    if (this.#state !== 'idle') return;
    this.#state = 'scheduled';
    // Answers of one turn of the loop, like those of one commit, share a frame.
    setImmediate(() => {
      this.#writeFrame();
    });
  }

  #writeFrame(): void {
    if (this.#state === 'closed') return;
    this.#state = 'writing';
    const { frame, bytes } = this.#nextFrame();
    this.#options.write(frame, () => {
      this.#taken(bytes);
    });
  }

  #nextFrame(): { frame: Buffer; bytes: number } {
    const writer = new WellFormedWriter();
    let bytes = 0;
    for (let part = this.#parts[this.#next]; part !== undefined; part = this.#parts[this.#next]) {
      // What is larger than a frame travels alone.
      if (writer.len > 0 && writer.len + part.bytes > this.#options.limits.frameBytes) break;
      this.#next += 1;
      bytes += part.bytes;
      this.#encode(writer, part);
    }
    if (this.#next === this.#parts.length) {
      this.#parts = [];
      this.#next = 0;
    }
    return { frame: Buffer.from(writer.finish()), bytes };
  }

  #encode(writer: WellFormedWriter, part: Part): void {
    const { codec, failures } = this.#options;
    switch (part.kind) {
      case 'response':
        codec.writeResponse(writer, part.encoded);
        return;
      case 'control':
        codec.writeControl(writer, part.control);
        return;
      case 'answer':
        try {
          codec.writeAnswer(writer, part.answer);
        } catch (failure) {
          const error = toStatus(failures.of(failure, 'SessionService.Open'));
          codec.writeAnswer(writer, { id: part.id, error });
        }
    }
  }

  #taken(bytes: number): void {
    if (this.#state === 'closed') return;
    this.#bytes -= bytes;
    if (this.#next < this.#parts.length) this.#writeFrame();
    else this.#state = 'idle';
    if (this.#wasFull && this.#bytes <= this.#options.limits.maxOutputBytes / 2) {
      this.#wasFull = false;
      this.#options.onRoom();
    }
    if (this.empty) this.#options.onEmpty();
  }
}
