// Original file: proto/dbosd/v1/worker_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * Where a started workflow waits.
 */
export interface QueuePlacement {
  /**
   * The queue. 1 to 255 bytes.
   */
  'queueName'?: (string);
  /**
   * No two active workflows of a queue share one. 1 to 255 bytes. Absent: no deduplication.
   */
  'deduplicationId'?: (string);
  /**
   * Answer with the workflow that has the deduplication id, instead of DEDUPLICATION_CONFLICT.
   */
  'returnDeduplicated'?: (boolean);
  /**
   * Lower goes first, 0 to 2147483647.
   */
  'priority'?: (number);
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * Not to begin before this long from now, up to 10 years. Absent or zero: at once.
   */
  'delay'?: (_google_protobuf_Duration | null);
  /**
   * The application version that shall run it, 1 to 255 bytes. Absent: the worker's own, or, enqueued by its name, the
   * latest one.
   */
  'applicationVersion'?: (string);
  /**
   * It is enqueued by its name, as a client does, and not by a worker that has its function.
   */
  'byName'?: (boolean);
  /**
   * Enqueued by its name: the application that shall run it, 1 to 255 bytes. Absent: the worker's own.
   */
  'applicationName'?: (string);
  '_deduplicationId'?: "deduplicationId";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_applicationVersion'?: "applicationVersion";
  '_applicationName'?: "applicationName";
}

/**
 * Where a started workflow waits.
 */
export interface QueuePlacement__Output {
  /**
   * The queue. 1 to 255 bytes.
   */
  'queueName': (string);
  /**
   * No two active workflows of a queue share one. 1 to 255 bytes. Absent: no deduplication.
   */
  'deduplicationId'?: (string);
  /**
   * Answer with the workflow that has the deduplication id, instead of DEDUPLICATION_CONFLICT.
   */
  'returnDeduplicated': (boolean);
  /**
   * Lower goes first, 0 to 2147483647.
   */
  'priority': (number);
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * Not to begin before this long from now, up to 10 years. Absent or zero: at once.
   */
  'delay': (_google_protobuf_Duration__Output | null);
  /**
   * The application version that shall run it, 1 to 255 bytes. Absent: the worker's own, or, enqueued by its name, the
   * latest one.
   */
  'applicationVersion'?: (string);
  /**
   * It is enqueued by its name, as a client does, and not by a worker that has its function.
   */
  'byName': (boolean);
  /**
   * Enqueued by its name: the application that shall run it, 1 to 255 bytes. Absent: the worker's own.
   */
  'applicationName'?: (string);
  '_deduplicationId'?: "deduplicationId";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_applicationVersion'?: "applicationVersion";
  '_applicationName'?: "applicationName";
}
