// Original file: proto/dbosd/v1/queue_service.proto

import type { Queue as _dbosd_v1_Queue, Queue__Output as _dbosd_v1_Queue__Output } from '../../dbosd/v1/Queue.js';

/**
 * Response of UpsertQueue.
 */
export interface UpsertQueueResponse {
  /**
   * The queue as it is stored now.
   */
  'queue'?: (_dbosd_v1_Queue | null);
  /**
   * It was registered by this request.
   */
  'created'?: (boolean);
}

/**
 * Response of UpsertQueue.
 */
export interface UpsertQueueResponse__Output {
  /**
   * The queue as it is stored now.
   */
  'queue': (_dbosd_v1_Queue__Output | null);
  /**
   * It was registered by this request.
   */
  'created': (boolean);
}
