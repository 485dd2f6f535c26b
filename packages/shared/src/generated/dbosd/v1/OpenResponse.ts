// Original file: proto/dbosd/v1/session_service.proto

import type { SessionOpened as _dbosd_v1_SessionOpened, SessionOpened__Output as _dbosd_v1_SessionOpened__Output } from '../../dbosd/v1/SessionOpened.js';
import type { SessionAnswer as _dbosd_v1_SessionAnswer, SessionAnswer__Output as _dbosd_v1_SessionAnswer__Output } from '../../dbosd/v1/SessionAnswer.js';
import type { SubscriptionResponse as _dbosd_v1_SubscriptionResponse, SubscriptionResponse__Output as _dbosd_v1_SubscriptionResponse__Output } from '../../dbosd/v1/SubscriptionResponse.js';
import type { GoingAway as _dbosd_v1_GoingAway, GoingAway__Output as _dbosd_v1_GoingAway__Output } from '../../dbosd/v1/GoingAway.js';

/**
 * A frame from the daemon. Several answers share one frame only up to 256 KiB; a larger one travels alone. An empty
 * frame is a heartbeat.
 */
export interface OpenResponse {
  /**
   * The first frame's, and only its.
   */
  'opened'?: (_dbosd_v1_SessionOpened | null);
  /**
   * Answers to requests.
   */
  'answers'?: (_dbosd_v1_SessionAnswer)[];
  /**
   * Responses of subscriptions.
   */
  'responses'?: (_dbosd_v1_SubscriptionResponse)[];
  /**
   * The daemon wants to be rid of this session.
   */
  'goingAway'?: (_dbosd_v1_GoingAway | null);
}

/**
 * A frame from the daemon. Several answers share one frame only up to 256 KiB; a larger one travels alone. An empty
 * frame is a heartbeat.
 */
export interface OpenResponse__Output {
  /**
   * The first frame's, and only its.
   */
  'opened': (_dbosd_v1_SessionOpened__Output | null);
  /**
   * Answers to requests.
   */
  'answers': (_dbosd_v1_SessionAnswer__Output)[];
  /**
   * Responses of subscriptions.
   */
  'responses': (_dbosd_v1_SubscriptionResponse__Output)[];
  /**
   * The daemon wants to be rid of this session.
   */
  'goingAway': (_dbosd_v1_GoingAway__Output | null);
}
