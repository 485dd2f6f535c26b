// Original file: proto/dbosd/v1/worker_service.proto

import type { RegisteredWorkflow as _dbosd_v1_RegisteredWorkflow, RegisteredWorkflow__Output as _dbosd_v1_RegisteredWorkflow__Output } from '../../dbosd/v1/RegisteredWorkflow.js';
import type { WorkerOffer as _dbosd_v1_WorkerOffer, WorkerOffer__Output as _dbosd_v1_WorkerOffer__Output } from '../../dbosd/v1/WorkerOffer.js';
import type { RunningWorkflow as _dbosd_v1_RunningWorkflow, RunningWorkflow__Output as _dbosd_v1_RunningWorkflow__Output } from '../../dbosd/v1/RunningWorkflow.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What a worker is, and what it runs.
 */
export interface WorkerHello {
  /**
   * The application whose workflows it runs. 1 to 255 bytes.
   */
  'applicationName'?: (string);
  /**
   * The version of the application. 1 to 255 bytes. Workflows begun under another version are not assigned to it.
   */
  'applicationVersion'?: (string);
  /**
   * The executor, 1 to 200 bytes: rows that it runs carry `dbosd:` and this id. Who connects with the id of an executor
   * that has ended gets its workflows back at once.
   */
  'executorId'?: (string);
  /**
   * This process, a UUID made at its start: a second process under the same executor id is told apart by it
   * (EXECUTOR_ID_IN_USE while the first one lives).
   */
  'instance'?: (string);
  /**
   * The workflows that it can run, at most 10,000. Others are not assigned to it.
   */
  'workflows'?: (_dbosd_v1_RegisteredWorkflow)[];
  /**
   * What it takes.
   */
  'offer'?: (_dbosd_v1_WorkerOffer | null);
  /**
   * What it is running: after a broken stream, those workflows that it holds; at its start none; at most 100,000. The answer says
   * which of them it must stop. What the store says it runs, and is not listed, is assigned again.
   */
  'running'?: (_dbosd_v1_RunningWorkflow)[];
  /**
   * Take workflows that no application owns, too. (A DBOS application always does.)
   */
  'claimUnclaimed'?: (boolean);
  /**
   * Which of this process's streams it is: each has a higher number than those opened before it. A stream that a slow
   * daemon lets in late never takes the place of a newer one (INVALID_FIELD). Absent: 0.
   */
  'streamNumber'?: (number | string | Long);
}

/**
 * What a worker is, and what it runs.
 */
export interface WorkerHello__Output {
  /**
   * The application whose workflows it runs. 1 to 255 bytes.
   */
  'applicationName': (string);
  /**
   * The version of the application. 1 to 255 bytes. Workflows begun under another version are not assigned to it.
   */
  'applicationVersion': (string);
  /**
   * The executor, 1 to 200 bytes: rows that it runs carry `dbosd:` and this id. Who connects with the id of an executor
   * that has ended gets its workflows back at once.
   */
  'executorId': (string);
  /**
   * This process, a UUID made at its start: a second process under the same executor id is told apart by it
   * (EXECUTOR_ID_IN_USE while the first one lives).
   */
  'instance': (string);
  /**
   * The workflows that it can run, at most 10,000. Others are not assigned to it.
   */
  'workflows': (_dbosd_v1_RegisteredWorkflow__Output)[];
  /**
   * What it takes.
   */
  'offer': (_dbosd_v1_WorkerOffer__Output | null);
  /**
   * What it is running: after a broken stream, those workflows that it holds; at its start none; at most 100,000. The answer says
   * which of them it must stop. What the store says it runs, and is not listed, is assigned again.
   */
  'running': (_dbosd_v1_RunningWorkflow__Output)[];
  /**
   * Take workflows that no application owns, too. (A DBOS application always does.)
   */
  'claimUnclaimed': (boolean);
  /**
   * Which of this process's streams it is: each has a higher number than those opened before it. A stream that a slow
   * daemon lets in late never takes the place of a newer one (INVALID_FIELD). Absent: 0.
   */
  'streamNumber': (number);
}
