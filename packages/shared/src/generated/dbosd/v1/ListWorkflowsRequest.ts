// Original file: proto/dbosd/v1/workflow_service.proto

import type { WorkflowStatus as _dbosd_v1_WorkflowStatus, WorkflowStatus__Output as _dbosd_v1_WorkflowStatus__Output } from '../../dbosd/v1/WorkflowStatus.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from '../../dbosd/v1/ReadOptions.js';

/**
 * Request of ListWorkflows. A workflow is listed if every filter that is given takes it; a list of values takes those
 * that equal one of them, and an empty one takes all. Lists hold up to 100 values, `workflow_ids` up to 1,000.
 * 
 * By `created_…`, `statuses`, `queue_names`, `forked_from`, `parent_workflow_ids` or `schedule_names` a page costs what
 * its workflows cost, where the daemon could make its indexes. What other filters do not take is passed over, up to
 * 10,000 workflows a page; attributes that 10,000 workflows have at most are read and sorted.
 */
export interface ListWorkflowsRequest {
  /**
   * These ids. Each 1 to 1,280 bytes.
   */
  'workflowIds'?: (string)[];
  /**
   * Ids that begin with one of these texts, taken literally. Each 1 to 1,280 bytes.
   */
  'workflowIdPrefixes'?: (string)[];
  /**
   * These names. Each 1 to 255 bytes.
   */
  'workflowNames'?: (string)[];
  /**
   * These statuses.
   */
  'statuses'?: (_dbosd_v1_WorkflowStatus)[];
  /**
   * Created at this time or later.
   */
  'createdSince'?: (_google_protobuf_Timestamp | null);
  /**
   * Created before this time.
   */
  'createdBefore'?: (_google_protobuf_Timestamp | null);
  /**
   * Ended at this time or later.
   */
  'completedSince'?: (_google_protobuf_Timestamp | null);
  /**
   * Ended before this time.
   */
  'completedBefore'?: (_google_protobuf_Timestamp | null);
  /**
   * Taken from the queue at this time or later.
   */
  'dequeuedSince'?: (_google_protobuf_Timestamp | null);
  /**
   * Taken from the queue before this time.
   */
  'dequeuedBefore'?: (_google_protobuf_Timestamp | null);
  /**
   * Of these users. Each 1 to 255 bytes.
   */
  'authenticatedUsers'?: (string)[];
  /**
   * Of these application versions. Each 1 to 255 bytes.
   */
  'applicationVersions'?: (string)[];
  /**
   * Run by these executors, now or last: workers of dbosd and DBOS applications, by the ids that they gave themselves.
   * Each 1 to 255 bytes.
   */
  'executorIds'?: (string)[];
  /**
   * On these queues, now or before. Each 1 to 255 bytes.
   */
  'queueNames'?: (string)[];
  /**
   * On a queue and not ended: ENQUEUED, DELAYED or PENDING.
   */
  'queuesOnly'?: (boolean);
  /**
   * Forked from these workflows. Each 1 to 1,280 bytes.
   */
  'forkedFrom'?: (string)[];
  /**
   * Others were forked from it, or none was. Absent: both.
   */
  'wasForkedFrom'?: (boolean);
  /**
   * It was forked from another, or it was not. Absent: both.
   */
  'isFork'?: (boolean);
  /**
   * Started by these workflows. Each 1 to 1,280 bytes.
   */
  'parentWorkflowIds'?: (string)[];
  /**
   * A workflow started it, or none did. Absent: both.
   */
  'hasParent'?: (boolean);
  /**
   * Its attributes contain this JSON object, as jsonb's `@>` says. Absent, or an empty object: any attributes or none.
   */
  'attributesJson'?: (string);
  /**
   * Started by these schedules. Each 1 to 255 bytes.
   */
  'scheduleNames'?: (string)[];
  /**
   * Owned by these applications, or by none. Each 1 to 255 bytes.
   */
  'applicationNames'?: (string)[];
  /**
   * The newest first. Otherwise the oldest.
   */
  'descending'?: (boolean);
  /**
   * Leave `input` out.
   */
  'withoutInput'?: (boolean);
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput'?: (boolean);
  /**
   * How values are returned.
   */
  'readOptions'?: (_dbosd_v1_ReadOptions | null);
  /**
   * How many workflows a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize'?: (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string);
  '_wasForkedFrom'?: "wasForkedFrom";
  '_isFork'?: "isFork";
  '_hasParent'?: "hasParent";
  '_attributesJson'?: "attributesJson";
}

/**
 * Request of ListWorkflows. A workflow is listed if every filter that is given takes it; a list of values takes those
 * that equal one of them, and an empty one takes all. Lists hold up to 100 values, `workflow_ids` up to 1,000.
 * 
 * By `created_…`, `statuses`, `queue_names`, `forked_from`, `parent_workflow_ids` or `schedule_names` a page costs what
 * its workflows cost, where the daemon could make its indexes. What other filters do not take is passed over, up to
 * 10,000 workflows a page; attributes that 10,000 workflows have at most are read and sorted.
 */
export interface ListWorkflowsRequest__Output {
  /**
   * These ids. Each 1 to 1,280 bytes.
   */
  'workflowIds': (string)[];
  /**
   * Ids that begin with one of these texts, taken literally. Each 1 to 1,280 bytes.
   */
  'workflowIdPrefixes': (string)[];
  /**
   * These names. Each 1 to 255 bytes.
   */
  'workflowNames': (string)[];
  /**
   * These statuses.
   */
  'statuses': (_dbosd_v1_WorkflowStatus__Output)[];
  /**
   * Created at this time or later.
   */
  'createdSince': (_google_protobuf_Timestamp__Output | null);
  /**
   * Created before this time.
   */
  'createdBefore': (_google_protobuf_Timestamp__Output | null);
  /**
   * Ended at this time or later.
   */
  'completedSince': (_google_protobuf_Timestamp__Output | null);
  /**
   * Ended before this time.
   */
  'completedBefore': (_google_protobuf_Timestamp__Output | null);
  /**
   * Taken from the queue at this time or later.
   */
  'dequeuedSince': (_google_protobuf_Timestamp__Output | null);
  /**
   * Taken from the queue before this time.
   */
  'dequeuedBefore': (_google_protobuf_Timestamp__Output | null);
  /**
   * Of these users. Each 1 to 255 bytes.
   */
  'authenticatedUsers': (string)[];
  /**
   * Of these application versions. Each 1 to 255 bytes.
   */
  'applicationVersions': (string)[];
  /**
   * Run by these executors, now or last: workers of dbosd and DBOS applications, by the ids that they gave themselves.
   * Each 1 to 255 bytes.
   */
  'executorIds': (string)[];
  /**
   * On these queues, now or before. Each 1 to 255 bytes.
   */
  'queueNames': (string)[];
  /**
   * On a queue and not ended: ENQUEUED, DELAYED or PENDING.
   */
  'queuesOnly': (boolean);
  /**
   * Forked from these workflows. Each 1 to 1,280 bytes.
   */
  'forkedFrom': (string)[];
  /**
   * Others were forked from it, or none was. Absent: both.
   */
  'wasForkedFrom'?: (boolean);
  /**
   * It was forked from another, or it was not. Absent: both.
   */
  'isFork'?: (boolean);
  /**
   * Started by these workflows. Each 1 to 1,280 bytes.
   */
  'parentWorkflowIds': (string)[];
  /**
   * A workflow started it, or none did. Absent: both.
   */
  'hasParent'?: (boolean);
  /**
   * Its attributes contain this JSON object, as jsonb's `@>` says. Absent, or an empty object: any attributes or none.
   */
  'attributesJson'?: (string);
  /**
   * Started by these schedules. Each 1 to 255 bytes.
   */
  'scheduleNames': (string)[];
  /**
   * Owned by these applications, or by none. Each 1 to 255 bytes.
   */
  'applicationNames': (string)[];
  /**
   * The newest first. Otherwise the oldest.
   */
  'descending': (boolean);
  /**
   * Leave `input` out.
   */
  'withoutInput': (boolean);
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput': (boolean);
  /**
   * How values are returned.
   */
  'readOptions': (_dbosd_v1_ReadOptions__Output | null);
  /**
   * How many workflows a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
  '_wasForkedFrom'?: "wasForkedFrom";
  '_isFork'?: "isFork";
  '_hasParent'?: "hasParent";
  '_attributesJson'?: "attributesJson";
}
