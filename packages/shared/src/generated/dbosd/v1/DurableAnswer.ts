// Original file: proto/dbosd/v1/worker_service.proto

import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from '../../google/rpc/Status.js';
import type { Recorded as _dbosd_v1_Recorded, Recorded__Output as _dbosd_v1_Recorded__Output } from '../../dbosd/v1/Recorded.js';
import type { DeadlineRecorded as _dbosd_v1_DeadlineRecorded, DeadlineRecorded__Output as _dbosd_v1_DeadlineRecorded__Output } from '../../dbosd/v1/DeadlineRecorded.js';
import type { MessageSent as _dbosd_v1_MessageSent, MessageSent__Output as _dbosd_v1_MessageSent__Output } from '../../dbosd/v1/MessageSent.js';
import type { Received as _dbosd_v1_Received, Received__Output as _dbosd_v1_Received__Output } from '../../dbosd/v1/Received.js';
import type { StreamWritten as _dbosd_v1_StreamWritten, StreamWritten__Output as _dbosd_v1_StreamWritten__Output } from '../../dbosd/v1/StreamWritten.js';
import type { WorkflowStarted as _dbosd_v1_WorkflowStarted, WorkflowStarted__Output as _dbosd_v1_WorkflowStarted__Output } from '../../dbosd/v1/WorkflowStarted.js';
import type { RunConfirmed as _dbosd_v1_RunConfirmed, RunConfirmed__Output as _dbosd_v1_RunConfirmed__Output } from '../../dbosd/v1/RunConfirmed.js';
import type { Long } from '@grpc/proto-loader';

/**
 * The answer to an operation.
 */
export interface DurableAnswer {
  /**
   * The operation's number.
   */
  'id'?: (number | string | Long);
  /**
   * It failed, and nothing was written, unless the details say that the outcome is unknown.
   */
  'error'?: (_google_rpc_Status | null);
  /**
   * RecordStep, SetEvent, CloseStream, FinishWorkflow: done, now or before.
   */
  'recorded'?: (_dbosd_v1_Recorded | null);
  /**
   * RecordDeadline
   */
  'deadlineRecorded'?: (_dbosd_v1_DeadlineRecorded | null);
  /**
   * SendMessage
   */
  'messageSent'?: (_dbosd_v1_MessageSent | null);
  /**
   * Receive
   */
  'received'?: (_dbosd_v1_Received | null);
  /**
   * WriteStream
   */
  'streamWritten'?: (_dbosd_v1_StreamWritten | null);
  /**
   * StartWorkflow
   */
  'workflowStarted'?: (_dbosd_v1_WorkflowStarted | null);
  /**
   * ConfirmRun
   */
  'runConfirmed'?: (_dbosd_v1_RunConfirmed | null);
  /**
   * Exactly one is set: the error, or what the operation answers.
   */
  'outcome'?: "error"|"recorded"|"deadlineRecorded"|"messageSent"|"received"|"streamWritten"|"workflowStarted"|"runConfirmed";
}

/**
 * The answer to an operation.
 */
export interface DurableAnswer__Output {
  /**
   * The operation's number.
   */
  'id': (number);
  /**
   * It failed, and nothing was written, unless the details say that the outcome is unknown.
   */
  'error'?: (_google_rpc_Status__Output | null);
  /**
   * RecordStep, SetEvent, CloseStream, FinishWorkflow: done, now or before.
   */
  'recorded'?: (_dbosd_v1_Recorded__Output | null);
  /**
   * RecordDeadline
   */
  'deadlineRecorded'?: (_dbosd_v1_DeadlineRecorded__Output | null);
  /**
   * SendMessage
   */
  'messageSent'?: (_dbosd_v1_MessageSent__Output | null);
  /**
   * Receive
   */
  'received'?: (_dbosd_v1_Received__Output | null);
  /**
   * WriteStream
   */
  'streamWritten'?: (_dbosd_v1_StreamWritten__Output | null);
  /**
   * StartWorkflow
   */
  'workflowStarted'?: (_dbosd_v1_WorkflowStarted__Output | null);
  /**
   * ConfirmRun
   */
  'runConfirmed'?: (_dbosd_v1_RunConfirmed__Output | null);
  /**
   * Exactly one is set: the error, or what the operation answers.
   */
  'outcome'?: "error"|"recorded"|"deadlineRecorded"|"messageSent"|"received"|"streamWritten"|"workflowStarted"|"runConfirmed";
}
