// Original file: proto/dbosd/v1/worker_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * A recorded operation.
 */
export interface Checkpoint {
  /**
   * Its place in the workflow, from 0.
   */
  'functionId'?: (number);
  /**
   * Its name.
   */
  'functionName'?: (string);
  /**
   * What it returned. Absent: nothing is recorded.
   */
  'output'?: (_dbosd_v1_Payload | null);
  /**
   * What it failed with. Absent: it did not fail.
   */
  'error'?: (_dbosd_v1_Payload | null);
  /**
   * The workflow that it started or awaited. Absent: none.
   */
  'childWorkflowId'?: (string);
  /**
   * When it began. Absent: not recorded.
   */
  'startedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * When it was recorded, or will be over (`DBOS.sleep`). Absent: not recorded.
   */
  'completedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Of `DBOS.sleep`: what was left of it when this page was read, by the database's clock; zero: it is over.
   */
  'remaining'?: (_google_protobuf_Duration | null);
  '_childWorkflowId'?: "childWorkflowId";
}

/**
 * A recorded operation.
 */
export interface Checkpoint__Output {
  /**
   * Its place in the workflow, from 0.
   */
  'functionId': (number);
  /**
   * Its name.
   */
  'functionName': (string);
  /**
   * What it returned. Absent: nothing is recorded.
   */
  'output': (_dbosd_v1_Payload__Output | null);
  /**
   * What it failed with. Absent: it did not fail.
   */
  'error': (_dbosd_v1_Payload__Output | null);
  /**
   * The workflow that it started or awaited. Absent: none.
   */
  'childWorkflowId'?: (string);
  /**
   * When it began. Absent: not recorded.
   */
  'startedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it was recorded, or will be over (`DBOS.sleep`). Absent: not recorded.
   */
  'completedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Of `DBOS.sleep`: what was left of it when this page was read, by the database's clock; zero: it is over.
   */
  'remaining': (_google_protobuf_Duration__Output | null);
  '_childWorkflowId'?: "childWorkflowId";
}
