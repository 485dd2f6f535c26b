// Original file: proto/dbosd/v1/queue_service.proto

import type { QueueRateLimit as _dbosd_v1_QueueRateLimit, QueueRateLimit__Output as _dbosd_v1_QueueRateLimit__Output } from '../../dbosd/v1/QueueRateLimit.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * A queue and its settings. Absent settings: no limit.
 */
export interface Queue {
  /**
   * Its name, 1 to 255 bytes. Names that begin with `_dbos_` are DBOS's own.
   */
  'name'?: (string);
  /**
   * The application that owns it, 1 to 255 bytes. Absent: none.
   */
  'applicationName'?: (string);
  /**
   * How many of its workflows run at once, in all. At least 0.
   */
  'concurrency'?: (number);
  /**
   * How many of its workflows run at once in one process. At least 0.
   */
  'workerConcurrency'?: (number);
  /**
   * How many of its workflows are started in a period.
   */
  'rateLimit'?: (_dbosd_v1_QueueRateLimit | null);
  /**
   * How many run at once in each partition. At least 1. Any limit of partitions makes the queue a partitioned one:
   * each workflow then needs a partition key.
   */
  'partitionConcurrency'?: (number);
  /**
   * How many run at once in each partition in one process. At least 1.
   */
  'partitionWorkerConcurrency'?: (number);
  /**
   * How many are started in a period in each partition.
   */
  'partitionRateLimit'?: (_dbosd_v1_QueueRateLimit | null);
  /**
   * How often workers look for work, at least 1 ms. Absent on a write: 1 s.
   */
  'pollingInterval'?: (_google_protobuf_Duration | null);
  '_applicationName'?: "applicationName";
  '_concurrency'?: "concurrency";
  '_workerConcurrency'?: "workerConcurrency";
  '_partitionConcurrency'?: "partitionConcurrency";
  '_partitionWorkerConcurrency'?: "partitionWorkerConcurrency";
}

/**
 * A queue and its settings. Absent settings: no limit.
 */
export interface Queue__Output {
  /**
   * Its name, 1 to 255 bytes. Names that begin with `_dbos_` are DBOS's own.
   */
  'name': (string);
  /**
   * The application that owns it, 1 to 255 bytes. Absent: none.
   */
  'applicationName'?: (string);
  /**
   * How many of its workflows run at once, in all. At least 0.
   */
  'concurrency'?: (number);
  /**
   * How many of its workflows run at once in one process. At least 0.
   */
  'workerConcurrency'?: (number);
  /**
   * How many of its workflows are started in a period.
   */
  'rateLimit': (_dbosd_v1_QueueRateLimit__Output | null);
  /**
   * How many run at once in each partition. At least 1. Any limit of partitions makes the queue a partitioned one:
   * each workflow then needs a partition key.
   */
  'partitionConcurrency'?: (number);
  /**
   * How many run at once in each partition in one process. At least 1.
   */
  'partitionWorkerConcurrency'?: (number);
  /**
   * How many are started in a period in each partition.
   */
  'partitionRateLimit': (_dbosd_v1_QueueRateLimit__Output | null);
  /**
   * How often workers look for work, at least 1 ms. Absent on a write: 1 s.
   */
  'pollingInterval': (_google_protobuf_Duration__Output | null);
  '_applicationName'?: "applicationName";
  '_concurrency'?: "concurrency";
  '_workerConcurrency'?: "workerConcurrency";
  '_partitionConcurrency'?: "partitionConcurrency";
  '_partitionWorkerConcurrency'?: "partitionWorkerConcurrency";
}
