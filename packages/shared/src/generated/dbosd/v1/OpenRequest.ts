// Original file: proto/dbosd/v1/session_service.proto

import type { SessionRequest as _dbosd_v1_SessionRequest, SessionRequest__Output as _dbosd_v1_SessionRequest__Output } from '../../dbosd/v1/SessionRequest.js';
import type { Subscribe as _dbosd_v1_Subscribe, Subscribe__Output as _dbosd_v1_Subscribe__Output } from '../../dbosd/v1/Subscribe.js';
import type { Credit as _dbosd_v1_Credit, Credit__Output as _dbosd_v1_Credit__Output } from '../../dbosd/v1/Credit.js';
import type { Authenticate as _dbosd_v1_Authenticate, Authenticate__Output as _dbosd_v1_Authenticate__Output } from '../../dbosd/v1/Authenticate.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A frame from the client. Several requests share one frame only up to 256 KiB; a larger one travels alone.
 */
export interface OpenRequest {
  /**
   * Requests, carried out in this order.
   */
  'requests'?: (_dbosd_v1_SessionRequest)[];
  /**
   * New subscriptions.
   */
  'subscribes'?: (_dbosd_v1_Subscribe)[];
  /**
   * More credit for subscriptions.
   */
  'credits'?: (_dbosd_v1_Credit)[];
  /**
   * Numbers of requests that the client no longer waits for. They are answered all the same if the answer is on its
   * way; a write that has begun is carried out.
   */
  'cancels'?: (number | string | Long)[];
  /**
   * Numbers of subscriptions that the client no longer wants.
   */
  'unsubscribes'?: (number | string | Long)[];
  /**
   * Credentials, at any time; they hold until the next ones.
   */
  'authenticate'?: (_dbosd_v1_Authenticate | null);
}

/**
 * A frame from the client. Several requests share one frame only up to 256 KiB; a larger one travels alone.
 */
export interface OpenRequest__Output {
  /**
   * Requests, carried out in this order.
   */
  'requests': (_dbosd_v1_SessionRequest__Output)[];
  /**
   * New subscriptions.
   */
  'subscribes': (_dbosd_v1_Subscribe__Output)[];
  /**
   * More credit for subscriptions.
   */
  'credits': (_dbosd_v1_Credit__Output)[];
  /**
   * Numbers of requests that the client no longer waits for. They are answered all the same if the answer is on its
   * way; a write that has begun is carried out.
   */
  'cancels': (number)[];
  /**
   * Numbers of subscriptions that the client no longer wants.
   */
  'unsubscribes': (number)[];
  /**
   * Credentials, at any time; they hold until the next ones.
   */
  'authenticate': (_dbosd_v1_Authenticate__Output | null);
}
