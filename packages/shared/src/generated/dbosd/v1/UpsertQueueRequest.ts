// Original file: proto/dbosd/v1/queue_service.proto

import type { Queue as _dbosd_v1_Queue, Queue__Output as _dbosd_v1_Queue__Output } from '../../dbosd/v1/Queue.js';
import type { QueueConflictPolicy as _dbosd_v1_QueueConflictPolicy, QueueConflictPolicy__Output as _dbosd_v1_QueueConflictPolicy__Output } from '../../dbosd/v1/QueueConflictPolicy.js';
import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from '../../google/protobuf/FieldMask.js';

/**
 * Request of UpsertQueue.
 */
export interface UpsertQueueRequest {
  /**
   * The queue. A queue that another application owns is refused (INVALID_FIELD).
   */
  'queue'?: (_dbosd_v1_Queue | null);
  /**
   * What to do when it is registered already.
   */
  'conflictPolicy'?: (_dbosd_v1_QueueConflictPolicy);
  /**
   * Change only these settings of a registered queue: names of Queue's fields, without `name` and `application_name`.
   * Absent: all of them, and the queue is registered if it is not.
   */
  'updateMask'?: (_google_protobuf_FieldMask | null);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

/**
 * Request of UpsertQueue.
 */
export interface UpsertQueueRequest__Output {
  /**
   * The queue. A queue that another application owns is refused (INVALID_FIELD).
   */
  'queue': (_dbosd_v1_Queue__Output | null);
  /**
   * What to do when it is registered already.
   */
  'conflictPolicy': (_dbosd_v1_QueueConflictPolicy__Output);
  /**
   * Change only these settings of a registered queue: names of Queue's fields, without `name` and `application_name`.
   * Absent: all of them, and the queue is registered if it is not.
   */
  'updateMask': (_google_protobuf_FieldMask__Output | null);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}
