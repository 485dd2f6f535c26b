// Original file: proto/dbosd/v1/queue_service.proto

import type { Queue as _dbosd_v1_Queue, Queue__Output as _dbosd_v1_Queue__Output } from '../../dbosd/v1/Queue.js';

/**
 * Response of GetQueue.
 */
export interface GetQueueResponse {
  /**
   * The queue.
   */
  'queue'?: (_dbosd_v1_Queue | null);
}

/**
 * Response of GetQueue.
 */
export interface GetQueueResponse__Output {
  /**
   * The queue.
   */
  'queue': (_dbosd_v1_Queue__Output | null);
}
