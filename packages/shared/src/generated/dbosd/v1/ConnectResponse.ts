// Original file: proto/dbosd/v1/worker_service.proto

import type { WorkerAccepted as _dbosd_v1_WorkerAccepted, WorkerAccepted__Output as _dbosd_v1_WorkerAccepted__Output } from '../../dbosd/v1/WorkerAccepted.js';
import type { Assignment as _dbosd_v1_Assignment, Assignment__Output as _dbosd_v1_Assignment__Output } from '../../dbosd/v1/Assignment.js';
import type { CheckpointPage as _dbosd_v1_CheckpointPage, CheckpointPage__Output as _dbosd_v1_CheckpointPage__Output } from '../../dbosd/v1/CheckpointPage.js';
import type { WorkflowStop as _dbosd_v1_WorkflowStop, WorkflowStop__Output as _dbosd_v1_WorkflowStop__Output } from '../../dbosd/v1/WorkflowStop.js';
import type { DurableAnswer as _dbosd_v1_DurableAnswer, DurableAnswer__Output as _dbosd_v1_DurableAnswer__Output } from '../../dbosd/v1/DurableAnswer.js';
import type { GoingAway as _dbosd_v1_GoingAway, GoingAway__Output as _dbosd_v1_GoingAway__Output } from '../../dbosd/v1/GoingAway.js';

/**
 * A frame from the daemon. Parts share one frame only up to 256 KiB; a larger one travels alone. An empty frame is a
 * heartbeat.
 */
export interface ConnectResponse {
  /**
   * The first frame's, and only its.
   */
  'accepted'?: (_dbosd_v1_WorkerAccepted | null);
  /**
   * Workflows to run.
   */
  'assignments'?: (_dbosd_v1_Assignment)[];
  /**
   * More checkpoints of assigned workflows.
   */
  'checkpointPages'?: (_dbosd_v1_CheckpointPage)[];
  /**
   * Workflows to stop: their operations would fail from now on.
   */
  'stops'?: (_dbosd_v1_WorkflowStop)[];
  /**
   * Answers to operations.
   */
  'answers'?: (_dbosd_v1_DurableAnswer)[];
  /**
   * The daemon drains, or renews its streams. The worker connects anew, sends what is unanswered there, and half-closes
   * this stream when nothing is in flight on it.
   */
  'goingAway'?: (_dbosd_v1_GoingAway | null);
}

/**
 * A frame from the daemon. Parts share one frame only up to 256 KiB; a larger one travels alone. An empty frame is a
 * heartbeat.
 */
export interface ConnectResponse__Output {
  /**
   * The first frame's, and only its.
   */
  'accepted': (_dbosd_v1_WorkerAccepted__Output | null);
  /**
   * Workflows to run.
   */
  'assignments': (_dbosd_v1_Assignment__Output)[];
  /**
   * More checkpoints of assigned workflows.
   */
  'checkpointPages': (_dbosd_v1_CheckpointPage__Output)[];
  /**
   * Workflows to stop: their operations would fail from now on.
   */
  'stops': (_dbosd_v1_WorkflowStop__Output)[];
  /**
   * Answers to operations.
   */
  'answers': (_dbosd_v1_DurableAnswer__Output)[];
  /**
   * The daemon drains, or renews its streams. The worker connects anew, sends what is unanswered there, and half-closes
   * this stream when nothing is in flight on it.
   */
  'goingAway': (_dbosd_v1_GoingAway__Output | null);
}
