import type { contract } from '@dbosd/shared';
import type { WriteLoad } from '../../operations/operations.js';
import type { FrameStreamEnvironment } from '../frames/frame-stream.js';
import type { StreamTiming } from '../frames/stream-timers.js';
import type { CallTurns } from '../turns.js';
import type { Method } from '../methods/method.js';
import type { FrameCodec } from './frames.js';
import type { SessionLimits } from './limits.js';

/** Encodes the responses of server streams. */
export interface ResponseEncoders {
  encode(call: string, response: object): Buffer;
}

export interface SessionTiming extends StreamTiming {
  /** How long a wait is held. */
  readonly sessionHoldMs: number;
}

/** What all sessions of a server have in common. */
export interface SessionEnvironment extends FrameStreamEnvironment {
  readonly methods: ReadonlyMap<string, Method>;
  readonly encoders: ResponseEncoders;
  readonly codec: FrameCodec;
  readonly limits: SessionLimits;
  readonly writes: WriteLoad;
  readonly turns: CallTurns;
  readonly timing: SessionTiming;
  readonly maxRequestBytes: number;
  readonly announcement: contract.SessionOpened;
}
