// Original file: proto/dbosd/v1/workflow_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * Request of SetWorkflowDelay.
 */
export interface SetWorkflowDelayRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * This long from now, 1 ms to 10 years.
   */
  'delay'?: (_google_protobuf_Duration | null);
  /**
   * At this time, after 1970.
   */
  'delayUntil'?: (_google_protobuf_Timestamp | null);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  /**
   * When it may begin. Exactly one is set.
   */
  'start'?: "delay"|"delayUntil";
  '_requestId'?: "requestId";
}

/**
 * Request of SetWorkflowDelay.
 */
export interface SetWorkflowDelayRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * This long from now, 1 ms to 10 years.
   */
  'delay'?: (_google_protobuf_Duration__Output | null);
  /**
   * At this time, after 1970.
   */
  'delayUntil'?: (_google_protobuf_Timestamp__Output | null);
  /**
   * Makes sending this request again safe for 24 h: a token of the caller's own making, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a request of its own.
   */
  'requestId'?: (string);
  /**
   * When it may begin. Exactly one is set.
   */
  'start'?: "delay"|"delayUntil";
  '_requestId'?: "requestId";
}
