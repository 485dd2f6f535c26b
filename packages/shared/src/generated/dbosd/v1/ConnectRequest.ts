// Original file: proto/dbosd/v1/worker_service.proto

import type { WorkerHello as _dbosd_v1_WorkerHello, WorkerHello__Output as _dbosd_v1_WorkerHello__Output } from '../../dbosd/v1/WorkerHello.js';
import type { DurableOperation as _dbosd_v1_DurableOperation, DurableOperation__Output as _dbosd_v1_DurableOperation__Output } from '../../dbosd/v1/DurableOperation.js';
import type { AssignmentAnswer as _dbosd_v1_AssignmentAnswer, AssignmentAnswer__Output as _dbosd_v1_AssignmentAnswer__Output } from '../../dbosd/v1/AssignmentAnswer.js';
import type { WorkerOffer as _dbosd_v1_WorkerOffer, WorkerOffer__Output as _dbosd_v1_WorkerOffer__Output } from '../../dbosd/v1/WorkerOffer.js';
import type { WorkerGoodbye as _dbosd_v1_WorkerGoodbye, WorkerGoodbye__Output as _dbosd_v1_WorkerGoodbye__Output } from '../../dbosd/v1/WorkerGoodbye.js';
import type { StoppedRun as _dbosd_v1_StoppedRun, StoppedRun__Output as _dbosd_v1_StoppedRun__Output } from '../../dbosd/v1/StoppedRun.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A frame from the worker. Several operations share one frame only up to 256 KiB; a larger one travels alone.
 */
export interface ConnectRequest {
  /**
   * The first frame's, and only its.
   */
  'hello'?: (_dbosd_v1_WorkerHello | null);
  /**
   * Operations, carried out in this order for each workflow.
   */
  'operations'?: (_dbosd_v1_DurableOperation)[];
  /**
   * Numbers of Receive operations that the worker no longer waits for. Nothing is recorded for them unless that has
   * happened already.
   */
  'cancels'?: (number | string | Long)[];
  /**
   * Answers to assignments. One that is not answered within 5 s is assigned again, under a new token.
   */
  'assignmentAnswers'?: (_dbosd_v1_AssignmentAnswer)[];
  /**
   * What the worker offers from now on, in place of what it offered before.
   */
  'offer'?: (_dbosd_v1_WorkerOffer | null);
  /**
   * The worker ends: it takes nothing more, and what it still runs shall be run by another.
   */
  'goodbye'?: (_dbosd_v1_WorkerGoodbye | null);
  /**
   * Runs that the daemon said to stop: no step of theirs begins any more. Said for each of `stops`, also for one that the
   * worker did not hold. A cancel, resume or delete waits for it, for 1 s at most.
   */
  'stopped'?: (_dbosd_v1_StoppedRun)[];
}

/**
 * A frame from the worker. Several operations share one frame only up to 256 KiB; a larger one travels alone.
 */
export interface ConnectRequest__Output {
  /**
   * The first frame's, and only its.
   */
  'hello': (_dbosd_v1_WorkerHello__Output | null);
  /**
   * Operations, carried out in this order for each workflow.
   */
  'operations': (_dbosd_v1_DurableOperation__Output)[];
  /**
   * Numbers of Receive operations that the worker no longer waits for. Nothing is recorded for them unless that has
   * happened already.
   */
  'cancels': (number)[];
  /**
   * Answers to assignments. One that is not answered within 5 s is assigned again, under a new token.
   */
  'assignmentAnswers': (_dbosd_v1_AssignmentAnswer__Output)[];
  /**
   * What the worker offers from now on, in place of what it offered before.
   */
  'offer': (_dbosd_v1_WorkerOffer__Output | null);
  /**
   * The worker ends: it takes nothing more, and what it still runs shall be run by another.
   */
  'goodbye': (_dbosd_v1_WorkerGoodbye__Output | null);
  /**
   * Runs that the daemon said to stop: no step of theirs begins any more. Said for each of `stops`, also for one that the
   * worker did not hold. A cancel, resume or delete waits for it, for 1 s at most.
   */
  'stopped': (_dbosd_v1_StoppedRun__Output)[];
}
