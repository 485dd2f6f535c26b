import { afterPromises, bufferOf } from '@dbosd/shared';
import { WellFormedWriter } from '../codec/message-codec.js';
import type { Outlet } from './output-budget.js';

/** A part of a frame: encoded when the frame is made. */
export interface Part {
  /** About how many bytes it takes: what the marks count. */
  readonly bytes: number;
  /** Appends it. Must not throw. */
  write(writer: WellFormedWriter): void;
}

export interface FrameLimits {
  /** Output that the peer has not taken; at the limit it is full, until half of it is taken. */
  readonly maxOutputBytes: number;
  /** Parts share a frame up to this size. */
  readonly frameBytes: number;
}

interface FrameOutputOptions {
  readonly limits: FrameLimits;
  /** Where it is counted together with the output of other streams. */
  readonly outlet: Outlet | undefined;
  /** Takes a frame; calls back when the transport has taken it. */
  readonly write: (frame: Buffer, taken: () => void) => void;
  /** Called when the output has fallen below half of its mark after it was full. */
  readonly onRoom: () => void;
  /** Called when all of it has been taken. */
  readonly onEmpty: () => void;
}

/**
 * What is to be sent on a stream of frames. Parts gather while a frame is with the transport, and are encoded into the next one
 * when it has been taken, so that a busy stream answers in few large frames and an idle one at once.
 */
export class FrameOutput {
  readonly #options: FrameOutputOptions;
  #parts: Part[] = [];
  /** The first part of #parts that is not in a frame yet. */
  #next = 0;
  #bytes = 0;
  /** Of these, those that the transport has. */
  #writtenBytes = 0;
  #wasFull = false;
  #state: 'idle' | 'scheduled' | 'writing' | 'closed' = 'idle';

  constructor(options: FrameOutputOptions) {
    this.#options = options;
  }

  /** It holds as much as it may: nothing more should be taken on. */
  get full(): boolean {
    // Once full, it stays full until half of it has gone.
    return (
      this.#wasFull ||
      this.#bytes >= this.#options.limits.maxOutputBytes ||
      this.#options.outlet?.full === true
    );
  }

  /** It holds nothing, and nothing is on its way. */
  get empty(): boolean {
    return this.#state === 'idle' && this.#next === this.#parts.length;
  }

  /** Bytes that the transport has and has not taken yet. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  get #isClosed(): boolean {
    return this.#state === 'closed';
  }

  push(part: Part): void {
    if (this.#state === 'closed') return;
    this.#parts.push(part);
    this.#bytes += part.bytes;
    this.#options.outlet?.add(part.bytes);
    this.#wasFull ||= this.#bytes >= this.#options.limits.maxOutputBytes;
    if (this.#state !== 'idle') return;
    this.#state = 'scheduled';
    // Answers of one tick, like those of one commit, share a frame.
    afterPromises(() => {
      this.#writeFrame();
    });
  }

  /** Drops what it holds, and takes nothing more. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#options.outlet?.taken(this.#bytes - this.#writtenBytes);
    this.#parts = [];
    this.#next = 0;
  }

  #writeFrame(): void {
    if (this.#state === 'closed') return;
    this.#state = 'writing';
    const { frame, bytes } = this.#nextFrame();
    this.#writtenBytes = bytes;
    this.#options.write(frame, () => {
      this.#taken(bytes);
    });
  }

  #nextFrame(): { frame: Buffer; bytes: number } {
    const writer = new WellFormedWriter();
    let bytes = 0;
    for (let part = this.#parts[this.#next]; part !== undefined; part = this.#parts[this.#next]) {
      // A part that is larger than a frame travels in one of its own.
      if (writer.len > 0 && writer.len + part.bytes > this.#options.limits.frameBytes) break;
      this.#next += 1;
      bytes += part.bytes;
      part.write(writer);
    }
    if (this.#next === this.#parts.length) {
      this.#parts = [];
      this.#next = 0;
    }
    return { frame: bufferOf(writer.finish()), bytes };
  }

  #taken(bytes: number): void {
    this.#bytes -= bytes;
    this.#writtenBytes = 0;
    this.#options.outlet?.taken(bytes);
    // A listener of the outlet may have closed it.
    if (this.#isClosed) return;
    if (this.#next < this.#parts.length) this.#writeFrame();
    else this.#state = 'idle';
    if (this.#wasFull && this.#bytes <= this.#options.limits.maxOutputBytes / 2) {
      this.#wasFull = false;
      this.#options.onRoom();
    }
    if (this.empty) this.#options.onEmpty();
  }
}
