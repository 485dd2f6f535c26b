import type { contract } from '@dbosd/shared';
import type { DurableOperations } from '../../model/durable.js';
import type { WorkerDispatch } from '../../model/workers.js';
import type { WriteLoad } from '../../model/write-load.js';
import type { FrameStreamEnvironment } from '../frames/frame-stream.js';
import type { WorkerFrameCodec } from './frames.js';
import type { WorkerLimits } from './limits.js';

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
