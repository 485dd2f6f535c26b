// Original file: proto/dbosd/v1/worker_service.proto

import type { WorkflowStop as _dbosd_v1_WorkflowStop, WorkflowStop__Output as _dbosd_v1_WorkflowStop__Output } from '../../dbosd/v1/WorkflowStop.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What the daemon announces about itself and this stream.
 */
export interface WorkerAccepted {
  /**
   * The largest payload that an operation may carry, in bytes.
   */
  'maxPayloadBytes'?: (number | string | Long);
  /**
   * The largest operation, whole, in bytes; the worker must refuse a larger one itself.
   */
  'maxOperationBytes'?: (number | string | Long);
  /**
   * How many operations may be in flight, waits (Receive) not counted; beyond it the daemon stops reading the stream
   * until some are answered.
   */
  'maxOperations'?: (number);
  /**
   * How many bytes of such operations may be in flight, with the same consequence.
   */
  'maxBytes'?: (number | string | Long);
  /**
   * The daemon's version, for logs.
   */
  'daemonVersion'?: (string);
  /**
   * Workflows of `hello.running` that are not this worker's any more.
   */
  'stops'?: (_dbosd_v1_WorkflowStop)[];
}

/**
 * What the daemon announces about itself and this stream.
 */
export interface WorkerAccepted__Output {
  /**
   * The largest payload that an operation may carry, in bytes.
   */
  'maxPayloadBytes': (number);
  /**
   * The largest operation, whole, in bytes; the worker must refuse a larger one itself.
   */
  'maxOperationBytes': (number);
  /**
   * How many operations may be in flight, waits (Receive) not counted; beyond it the daemon stops reading the stream
   * until some are answered.
   */
  'maxOperations': (number);
  /**
   * How many bytes of such operations may be in flight, with the same consequence.
   */
  'maxBytes': (number);
  /**
   * The daemon's version, for logs.
   */
  'daemonVersion': (string);
  /**
   * Workflows of `hello.running` that are not this worker's any more.
   */
  'stops': (_dbosd_v1_WorkflowStop__Output)[];
}
