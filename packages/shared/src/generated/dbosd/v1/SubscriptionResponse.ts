// Original file: proto/dbosd/v1/session_service.proto

import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from '../../google/rpc/Status.js';
import type { ReadStreamResponse as _dbosd_v1_ReadStreamResponse, ReadStreamResponse__Output as _dbosd_v1_ReadStreamResponse__Output } from '../../dbosd/v1/ReadStreamResponse.js';
import type { WatchEventsResponse as _dbosd_v1_WatchEventsResponse, WatchEventsResponse__Output as _dbosd_v1_WatchEventsResponse__Output } from '../../dbosd/v1/WatchEventsResponse.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A response of a subscription. Idle subscriptions send no heartbeats of their own: the session's frames are heard for
 * all of them, and the last response says where each stands.
 */
export interface SubscriptionResponse {
  /**
   * The subscription's number.
   */
  'id'?: (number | string | Long);
  /**
   * What this response takes from the subscription's credit.
   */
  'bytes'?: (number | string | Long);
  /**
   * The subscription has ended: code OK after its last response, an error otherwise.
   */
  'ended'?: (_google_rpc_Status | null);
  /**
   * StreamService.ReadStream
   */
  'readStream'?: (_dbosd_v1_ReadStreamResponse | null);
  /**
   * EventService.WatchEvents
   */
  'watchEvents'?: (_dbosd_v1_WatchEventsResponse | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "ended"|"readStream"|"watchEvents";
}

/**
 * A response of a subscription. Idle subscriptions send no heartbeats of their own: the session's frames are heard for
 * all of them, and the last response says where each stands.
 */
export interface SubscriptionResponse__Output {
  /**
   * The subscription's number.
   */
  'id': (number);
  /**
   * What this response takes from the subscription's credit.
   */
  'bytes': (number);
  /**
   * The subscription has ended: code OK after its last response, an error otherwise.
   */
  'ended'?: (_google_rpc_Status__Output | null);
  /**
   * StreamService.ReadStream
   */
  'readStream'?: (_dbosd_v1_ReadStreamResponse__Output | null);
  /**
   * EventService.WatchEvents
   */
  'watchEvents'?: (_dbosd_v1_WatchEventsResponse__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "ended"|"readStream"|"watchEvents";
}
