// Original file: proto/dbosd/v1/worker_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { RecordStep as _dbosd_v1_RecordStep, RecordStep__Output as _dbosd_v1_RecordStep__Output } from '../../dbosd/v1/RecordStep.js';
import type { RecordDeadline as _dbosd_v1_RecordDeadline, RecordDeadline__Output as _dbosd_v1_RecordDeadline__Output } from '../../dbosd/v1/RecordDeadline.js';
import type { SendMessage as _dbosd_v1_SendMessage, SendMessage__Output as _dbosd_v1_SendMessage__Output } from '../../dbosd/v1/SendMessage.js';
import type { Receive as _dbosd_v1_Receive, Receive__Output as _dbosd_v1_Receive__Output } from '../../dbosd/v1/Receive.js';
import type { SetEvent as _dbosd_v1_SetEvent, SetEvent__Output as _dbosd_v1_SetEvent__Output } from '../../dbosd/v1/SetEvent.js';
import type { WriteStream as _dbosd_v1_WriteStream, WriteStream__Output as _dbosd_v1_WriteStream__Output } from '../../dbosd/v1/WriteStream.js';
import type { CloseStream as _dbosd_v1_CloseStream, CloseStream__Output as _dbosd_v1_CloseStream__Output } from '../../dbosd/v1/CloseStream.js';
import type { StartWorkflow as _dbosd_v1_StartWorkflow, StartWorkflow__Output as _dbosd_v1_StartWorkflow__Output } from '../../dbosd/v1/StartWorkflow.js';
import type { FinishWorkflow as _dbosd_v1_FinishWorkflow, FinishWorkflow__Output as _dbosd_v1_FinishWorkflow__Output } from '../../dbosd/v1/FinishWorkflow.js';
import type { ConfirmRun as _dbosd_v1_ConfirmRun, ConfirmRun__Output as _dbosd_v1_ConfirmRun__Output } from '../../dbosd/v1/ConfirmRun.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A durable operation of a workflow: its effect and its checkpoint are one transaction, fenced by the owner token.
 * Errors of all: WORKFLOW_NOT_FOUND, WORKFLOW_CANCELLED, WORKFLOW_NOT_ACTIVE, OWNERSHIP_LOST, UNEXPECTED_STEP,
 * STEP_NONDETERMINISM, INVALID_FIELD, PAYLOAD_TOO_LARGE; nothing is written then.
 */
export interface DurableOperation {
  /**
   * Its number, made by the worker, unique among those in flight on the stream, from 1 to 2^53 - 1.
   */
  'id'?: (number | string | Long);
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * The token under which the worker runs it.
   */
  'ownerToken'?: (string);
  /**
   * Its place in the workflow, from 0; inside a step, the step's. A repeat has the same name and `started_at`, and gets
   * the recorded outcome.
   */
  'functionId'?: (number);
  /**
   * When it began, by the worker's clock, to the millisecond.
   */
  'startedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Inside a step: which try of the step it belongs to, from 1; it records no checkpoint, and of a try that is over
   * (a later one has been seen) it is refused with STEP_SUPERSEDED. Absent: it is the workflow's own.
   */
  'stepAttempt'?: (number);
  /**
   * Of writes to one stream, and of messages to one workflow: an earlier one of this workflow is not answered yet. When
   * that one fails in passing, this one is refused (STORE_UNAVAILABLE, not applied), and so is all that follows, until
   * one comes that follows none: the worker sends them again from there, in order.
   */
  'follows'?: (boolean);
  /**
   * Records a finished step, or anything else that only has an outcome.
   */
  'recordStep'?: (_dbosd_v1_RecordStep | null);
  /**
   * Records when a sleep or a wait will be over.
   */
  'recordDeadline'?: (_dbosd_v1_RecordDeadline | null);
  /**
   * Sends a message: exactly once from a workflow, once per idempotency key from a step.
   */
  'sendMessage'?: (_dbosd_v1_SendMessage | null);
  /**
   * Waits for a message, and consumes it.
   */
  'receive'?: (_dbosd_v1_Receive | null);
  /**
   * Sets an event.
   */
  'setEvent'?: (_dbosd_v1_SetEvent | null);
  /**
   * Appends to a stream.
   */
  'writeStream'?: (_dbosd_v1_WriteStream | null);
  /**
   * Closes a stream.
   */
  'closeStream'?: (_dbosd_v1_CloseStream | null);
  /**
   * Starts a workflow.
   */
  'startWorkflow'?: (_dbosd_v1_StartWorkflow | null);
  /**
   * Ends the workflow.
   */
  'finishWorkflow'?: (_dbosd_v1_FinishWorkflow | null);
  /**
   * Asks whether the worker still runs the workflow, before a step begins. Changes nothing, and records nothing.
   */
  'confirmRun'?: (_dbosd_v1_ConfirmRun | null);
  '_stepAttempt'?: "stepAttempt";
  /**
   * Exactly one is set.
   */
  'kind'?: "recordStep"|"recordDeadline"|"sendMessage"|"receive"|"setEvent"|"writeStream"|"closeStream"|"startWorkflow"|"finishWorkflow"|"confirmRun";
}

/**
 * A durable operation of a workflow: its effect and its checkpoint are one transaction, fenced by the owner token.
 * Errors of all: WORKFLOW_NOT_FOUND, WORKFLOW_CANCELLED, WORKFLOW_NOT_ACTIVE, OWNERSHIP_LOST, UNEXPECTED_STEP,
 * STEP_NONDETERMINISM, INVALID_FIELD, PAYLOAD_TOO_LARGE; nothing is written then.
 */
export interface DurableOperation__Output {
  /**
   * Its number, made by the worker, unique among those in flight on the stream, from 1 to 2^53 - 1.
   */
  'id': (number);
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The token under which the worker runs it.
   */
  'ownerToken': (string);
  /**
   * Its place in the workflow, from 0; inside a step, the step's. A repeat has the same name and `started_at`, and gets
   * the recorded outcome.
   */
  'functionId': (number);
  /**
   * When it began, by the worker's clock, to the millisecond.
   */
  'startedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Inside a step: which try of the step it belongs to, from 1; it records no checkpoint, and of a try that is over
   * (a later one has been seen) it is refused with STEP_SUPERSEDED. Absent: it is the workflow's own.
   */
  'stepAttempt'?: (number);
  /**
   * Of writes to one stream, and of messages to one workflow: an earlier one of this workflow is not answered yet. When
   * that one fails in passing, this one is refused (STORE_UNAVAILABLE, not applied), and so is all that follows, until
   * one comes that follows none: the worker sends them again from there, in order.
   */
  'follows': (boolean);
  /**
   * Records a finished step, or anything else that only has an outcome.
   */
  'recordStep'?: (_dbosd_v1_RecordStep__Output | null);
  /**
   * Records when a sleep or a wait will be over.
   */
  'recordDeadline'?: (_dbosd_v1_RecordDeadline__Output | null);
  /**
   * Sends a message: exactly once from a workflow, once per idempotency key from a step.
   */
  'sendMessage'?: (_dbosd_v1_SendMessage__Output | null);
  /**
   * Waits for a message, and consumes it.
   */
  'receive'?: (_dbosd_v1_Receive__Output | null);
  /**
   * Sets an event.
   */
  'setEvent'?: (_dbosd_v1_SetEvent__Output | null);
  /**
   * Appends to a stream.
   */
  'writeStream'?: (_dbosd_v1_WriteStream__Output | null);
  /**
   * Closes a stream.
   */
  'closeStream'?: (_dbosd_v1_CloseStream__Output | null);
  /**
   * Starts a workflow.
   */
  'startWorkflow'?: (_dbosd_v1_StartWorkflow__Output | null);
  /**
   * Ends the workflow.
   */
  'finishWorkflow'?: (_dbosd_v1_FinishWorkflow__Output | null);
  /**
   * Asks whether the worker still runs the workflow, before a step begins. Changes nothing, and records nothing.
   */
  'confirmRun'?: (_dbosd_v1_ConfirmRun__Output | null);
  '_stepAttempt'?: "stepAttempt";
  /**
   * Exactly one is set.
   */
  'kind'?: "recordStep"|"recordDeadline"|"sendMessage"|"receive"|"setEvent"|"writeStream"|"closeStream"|"startWorkflow"|"finishWorkflow"|"confirmRun";
}
