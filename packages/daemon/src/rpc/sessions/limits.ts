import { FRAME_BYTES, SESSION_MAX_BYTES, SESSION_MAX_CALLS, SESSION_MAX_WAITS } from '@dbosd/shared';
import type { FrameLimits } from '../frames/frame-output.js';

/** What one session may have in flight. */
export interface SessionLimits extends FrameLimits {
  /** Waits and subscriptions; one more is refused with TOO_MANY_WAITS. */
  readonly maxWaits: number;
  /** Other calls; at the limit the session is not read from. */
  readonly maxCalls: number;
  /** Bytes of such calls; at the limit the session is not read from. */
  readonly maxBytes: number;
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = {
  maxWaits: SESSION_MAX_WAITS,
  maxCalls: SESSION_MAX_CALLS,
  maxBytes: SESSION_MAX_BYTES,
  maxOutputBytes: 8 * 1024 * 1024,
  frameBytes: FRAME_BYTES,
};
