// Original file: proto/dbosd/v1/worker_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * Records a `DBOS.sleep`: a time by the database's clock. A repeat answers what is left of the first one.
 */
export interface RecordDeadline {
  /**
   * How long from now, up to 10 years; negative: already over.
   */
  'duration'?: (_google_protobuf_Duration | null);
  /**
   * It is the limit of a wait (recorded as completed when it began, as DBOS does), not a sleep.
   */
  'isTimeout'?: (boolean);
}

/**
 * Records a `DBOS.sleep`: a time by the database's clock. A repeat answers what is left of the first one.
 */
export interface RecordDeadline__Output {
  /**
   * How long from now, up to 10 years; negative: already over.
   */
  'duration': (_google_protobuf_Duration__Output | null);
  /**
   * It is the limit of a wait (recorded as completed when it began, as DBOS does), not a sleep.
   */
  'isTimeout': (boolean);
}
