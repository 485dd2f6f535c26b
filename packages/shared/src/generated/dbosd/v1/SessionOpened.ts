// Original file: proto/dbosd/v1/session_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What the daemon announces about itself and this session.
 */
export interface SessionOpened {
  /**
   * The largest payload that a write may carry, in bytes.
   */
  'maxPayloadBytes'?: (number | string | Long);
  /**
   * The largest request, whole, in bytes, without the 64 bytes at most that the frame around it takes; the client must
   * refuse a larger one itself.
   */
  'maxRequestBytes'?: (number | string | Long);
  /**
   * How many waits (GetEvent, ReadStreamOffset, AwaitWorkflow, AwaitFirst) and subscriptions may be in flight; more go
   * on a further session. A wait beyond it is answered TOO_MANY_WAITS.
   */
  'maxWaits'?: (number);
  /**
   * How many other calls may be in flight; more queue in the client. Beyond it the daemon stops reading the session
   * until some are answered.
   */
  'maxCalls'?: (number);
  /**
   * How many bytes of such calls may be in flight, with the same consequence.
   */
  'maxBytes'?: (number | string | Long);
  /**
   * The daemon's version, for logs.
   */
  'daemonVersion'?: (string);
}

/**
 * What the daemon announces about itself and this session.
 */
export interface SessionOpened__Output {
  /**
   * The largest payload that a write may carry, in bytes.
   */
  'maxPayloadBytes': (number);
  /**
   * The largest request, whole, in bytes, without the 64 bytes at most that the frame around it takes; the client must
   * refuse a larger one itself.
   */
  'maxRequestBytes': (number);
  /**
   * How many waits (GetEvent, ReadStreamOffset, AwaitWorkflow, AwaitFirst) and subscriptions may be in flight; more go
   * on a further session. A wait beyond it is answered TOO_MANY_WAITS.
   */
  'maxWaits': (number);
  /**
   * How many other calls may be in flight; more queue in the client. Beyond it the daemon stops reading the session
   * until some are answered.
   */
  'maxCalls': (number);
  /**
   * How many bytes of such calls may be in flight, with the same consequence.
   */
  'maxBytes': (number);
  /**
   * The daemon's version, for logs.
   */
  'daemonVersion': (string);
}
