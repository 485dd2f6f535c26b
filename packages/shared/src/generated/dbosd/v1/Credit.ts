// Original file: proto/dbosd/v1/session_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * More credit for a subscription.
 */
export interface Credit {
  /**
   * The subscription's number.
   */
  'id'?: (number | string | Long);
  /**
   * How many more bytes the daemon may send: those that the client has used up, as `SubscriptionResponse.bytes`
   * counted them.
   */
  'bytes'?: (number | string | Long);
}

/**
 * More credit for a subscription.
 */
export interface Credit__Output {
  /**
   * The subscription's number.
   */
  'id': (number);
  /**
   * How many more bytes the daemon may send: those that the client has used up, as `SubscriptionResponse.bytes`
   * counted them.
   */
  'bytes': (number);
}
