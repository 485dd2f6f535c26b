// Original file: proto/dbosd/v1/workflow_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';

/**
 * Request of AwaitFirst.
 */
export interface AwaitFirstRequest {
  /**
   * The workflows, 1 to 1,000, none twice. Each 1 to 1,280 bytes.
   */
  'workflowIds'?: (string)[];
  /**
   * How long to wait. Zero: one look. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * Wait for workflows that do not exist yet, too (one that existed and is deleted meanwhile is WORKFLOW_NOT_FOUND all the
   * same). Absent: WORKFLOW_NOT_FOUND if one is missing and none has ended.
   */
  'waitForStart'?: (boolean);
  /**
   * How output and error are returned.
   */
  'readOptions'?: (_dbosd_v1_ReadOptions | null);
}

/**
 * Request of AwaitFirst.
 */
export interface AwaitFirstRequest__Output {
  /**
   * The workflows, 1 to 1,000, none twice. Each 1 to 1,280 bytes.
   */
  'workflowIds': (string)[];
  /**
   * How long to wait. Zero: one look. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * Wait for workflows that do not exist yet, too (one that existed and is deleted meanwhile is WORKFLOW_NOT_FOUND all the
   * same). Absent: WORKFLOW_NOT_FOUND if one is missing and none has ended.
   */
  'waitForStart': (boolean);
  /**
   * How output and error are returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
}
