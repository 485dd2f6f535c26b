// Original file: proto/dbosd/v1/event_service.proto

import type { EventChange as _dbosd_v1_EventChange, EventChange__Output as _dbosd_v1_EventChange__Output } from '../../dbosd/v1/EventChange.js';
import type { WorkflowEnded as _dbosd_v1_WorkflowEnded, WorkflowEnded__Output as _dbosd_v1_WorkflowEnded__Output } from '../../dbosd/v1/WorkflowEnded.js';

/**
 * Response of WatchEvents. One without changes and without an end is a heartbeat, sent every 20 s when idle.
 */
export interface WatchEventsResponse {
  /**
   * What has changed since the last response.
   */
  'changes'?: (_dbosd_v1_EventChange)[];
  /**
   * The workflow has ended: the last response.
   */
  'workflowEnded'?: (_dbosd_v1_WorkflowEnded | null);
}

/**
 * Response of WatchEvents. One without changes and without an end is a heartbeat, sent every 20 s when idle.
 */
export interface WatchEventsResponse__Output {
  /**
   * What has changed since the last response.
   */
  'changes': (_dbosd_v1_EventChange__Output)[];
  /**
   * The workflow has ended: the last response.
   */
  'workflowEnded': (_dbosd_v1_WorkflowEnded__Output | null);
}
