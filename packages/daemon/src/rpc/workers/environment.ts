import { FRAME_BYTES, SESSION_MAX_BYTES, SESSION_MAX_CALLS, type contract } from '@dbosd/shared';
import type { DurableOperations } from '../../model/durable.js';
import type { WorkerDispatch } from '../../model/workers.js';
import type { WriteLoad } from '../../model/write-load.js';
import type { FrameLimits } from '../link/frame-output.js';
import type { FrameStreamEnvironment } from '../link/frame-stream.js';
import type { WorkerFrameCodec } from './worker-output.js';

/** What one worker's stream may have in flight. */
export interface WorkerLimits extends FrameLimits {
  /** Operations, waits not counted; at the limit the stream is not read from. */
  readonly maxOperations: number;
  /** Bytes of such operations, with the same consequence. */
  readonly maxBytes: number;
  /** Waits (Receives); one more is refused with TOO_MANY_WAITS. */
  readonly maxWaits: number;
}

export const DEFAULT_WORKER_LIMITS: WorkerLimits = {
  maxOperations: SESSION_MAX_CALLS,
  maxBytes: SESSION_MAX_BYTES,
  // Of one process: a workflow that waits takes some kilobytes in it.
  maxWaits: 100_000,
  maxOutputBytes: 8 * 1024 * 1024,
  frameBytes: FRAME_BYTES,
};

/** What all workers' streams of a server have in common. */
export interface WorkerEnvironment extends FrameStreamEnvironment {
  readonly dispatch: WorkerDispatch;
  readonly durable: DurableOperations;
  readonly codec: WorkerFrameCodec;
  readonly limits: WorkerLimits;
  readonly writes: WriteLoad;
  readonly maxPayloadBytes: number;
  readonly maxOperationBytes: number;
  readonly announcement: Omit<contract.WorkerAccepted, 'stops'>;
}
