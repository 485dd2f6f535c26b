// Original file: proto/dbosd/v1/queue_service.proto

import type { Queue as _dbosd_v1_Queue, Queue__Output as _dbosd_v1_Queue__Output } from '../../dbosd/v1/Queue.js';

/**
 * Response of ListQueues.
 */
export interface ListQueuesResponse {
  /**
   * The queues, in the order that the database gives their names.
   */
  'queues'?: (_dbosd_v1_Queue)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken'?: (string);
}

/**
 * Response of ListQueues.
 */
export interface ListQueuesResponse__Output {
  /**
   * The queues, in the order that the database gives their names.
   */
  'queues': (_dbosd_v1_Queue__Output)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken': (string);
}
