import {
  FRAME_BYTES,
  SESSION_MAX_BYTES,
  SESSION_MAX_CALLS,
  SESSION_MAX_WAITS,
  type contract,
} from '@dbosd/shared';
import type { WriteLoad } from '../../model/write-load.js';
import type { FrameLimits } from '../link/frame-output.js';
import type { FrameStreamEnvironment } from '../link/frame-stream.js';
import type { CallLimits } from '../link/served-calls.js';
import type { StreamTiming } from '../link/stream-service.js';
import type { CallTurns } from '../link/turns.js';
import type { Method } from '../methods/method.js';
import type { FrameCodec } from './output.js';

/** What one session may have in flight. */
export interface SessionLimits extends FrameLimits, CallLimits {
  /** Waits and subscriptions; one more is refused with TOO_MANY_WAITS. */
  readonly maxWaits: number;
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = {
  maxWaits: SESSION_MAX_WAITS,
  maxCalls: SESSION_MAX_CALLS,
  maxBytes: SESSION_MAX_BYTES,
  maxOutputBytes: 8 * 1024 * 1024,
  frameBytes: FRAME_BYTES,
};

export interface SessionTiming extends StreamTiming {
  /** How long a wait is held. */
  readonly sessionHoldMs: number;
}

/** Encodes the responses of server streams. */
interface ResponseEncoders {
  encode(call: string, response: object): Buffer;
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
