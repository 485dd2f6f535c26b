// Original file: proto/dbosd/v1/worker_service.proto


/**
 * What a worker takes.
 */
export interface WorkerOffer {
  /**
   * How many workflows of queues it runs at once, 0 (none) to 1000000. Absent: as many as the queues allow.
   */
  'slots'?: (number);
  /**
   * Take from these queues only, each 1 to 255 bytes. Empty: from every registered queue of its application and of none.
   * DBOS's own queue, on which resumed, forked and handed-over workflows wait, is always taken from.
   */
  'queueNames'?: (string)[];
  '_slots'?: "slots";
}

/**
 * What a worker takes.
 */
export interface WorkerOffer__Output {
  /**
   * How many workflows of queues it runs at once, 0 (none) to 1000000. Absent: as many as the queues allow.
   */
  'slots'?: (number);
  /**
   * Take from these queues only, each 1 to 255 bytes. Empty: from every registered queue of its application and of none.
   * DBOS's own queue, on which resumed, forked and handed-over workflows wait, is always taken from.
   */
  'queueNames': (string)[];
  '_slots'?: "slots";
}
