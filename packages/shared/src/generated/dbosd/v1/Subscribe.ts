// Original file: proto/dbosd/v1/session_service.proto

import type { ReadStreamRequest as _dbosd_v1_ReadStreamRequest, ReadStreamRequest__Output as _dbosd_v1_ReadStreamRequest__Output } from '../../dbosd/v1/ReadStreamRequest.js';
import type { WatchEventsRequest as _dbosd_v1_WatchEventsRequest, WatchEventsRequest__Output as _dbosd_v1_WatchEventsRequest__Output } from '../../dbosd/v1/WatchEventsRequest.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A numbered subscription: a server stream inside the session.
 */
export interface Subscribe {
  /**
   * Its number, made by the client, unique among the session's requests and subscriptions in flight, from 1
   * to 2^53 - 1.
   */
  'id'?: (number | string | Long);
  /**
   * How many bytes of responses the daemon may send before more credit comes. It sends while any is left, so one
   * response may overdraw it. At least 1.
   */
  'creditBytes'?: (number | string | Long);
  /**
   * StreamService.ReadStream
   */
  'readStream'?: (_dbosd_v1_ReadStreamRequest | null);
  /**
   * EventService.WatchEvents
   */
  'watchEvents'?: (_dbosd_v1_WatchEventsRequest | null);
  /**
   * Exactly one is set.
   */
  'call'?: "readStream"|"watchEvents";
}

/**
 * A numbered subscription: a server stream inside the session.
 */
export interface Subscribe__Output {
  /**
   * Its number, made by the client, unique among the session's requests and subscriptions in flight, from 1
   * to 2^53 - 1.
   */
  'id': (number);
  /**
   * How many bytes of responses the daemon may send before more credit comes. It sends while any is left, so one
   * response may overdraw it. At least 1.
   */
  'creditBytes': (number);
  /**
   * StreamService.ReadStream
   */
  'readStream'?: (_dbosd_v1_ReadStreamRequest__Output | null);
  /**
   * EventService.WatchEvents
   */
  'watchEvents'?: (_dbosd_v1_WatchEventsRequest__Output | null);
  /**
   * Exactly one is set.
   */
  'call'?: "readStream"|"watchEvents";
}
