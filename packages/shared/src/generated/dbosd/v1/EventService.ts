// Original file: proto/dbosd/v1/event_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetEventRequest as _dbosd_v1_GetEventRequest, GetEventRequest__Output as _dbosd_v1_GetEventRequest__Output } from '../../dbosd/v1/GetEventRequest.js';
import type { GetEventResponse as _dbosd_v1_GetEventResponse, GetEventResponse__Output as _dbosd_v1_GetEventResponse__Output } from '../../dbosd/v1/GetEventResponse.js';
import type { ListEventsRequest as _dbosd_v1_ListEventsRequest, ListEventsRequest__Output as _dbosd_v1_ListEventsRequest__Output } from '../../dbosd/v1/ListEventsRequest.js';
import type { ListEventsResponse as _dbosd_v1_ListEventsResponse, ListEventsResponse__Output as _dbosd_v1_ListEventsResponse__Output } from '../../dbosd/v1/ListEventsResponse.js';
import type { WatchEventsRequest as _dbosd_v1_WatchEventsRequest, WatchEventsRequest__Output as _dbosd_v1_WatchEventsRequest__Output } from '../../dbosd/v1/WatchEventsRequest.js';
import type { WatchEventsResponse as _dbosd_v1_WatchEventsResponse, WatchEventsResponse__Output as _dbosd_v1_WatchEventsResponse__Output } from '../../dbosd/v1/WatchEventsResponse.js';

/**
 * Events of workflows: the latest value of a key, set by the workflow, waited for by anybody.
 */
export interface EventServiceClient extends grpc.Client {
  /**
   * Waits for an event and returns its current value. A workflow that does not exist yet is waited for; one
   * that is deleted meanwhile is WORKFLOW_NOT_FOUND.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  GetEvent(argument: _dbosd_v1_GetEventRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetEventResponse__Output>): grpc.ClientUnaryCall;
  GetEvent(argument: _dbosd_v1_GetEventRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_GetEventResponse__Output>): grpc.ClientUnaryCall;
  GetEvent(argument: _dbosd_v1_GetEventRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetEventResponse__Output>): grpc.ClientUnaryCall;
  GetEvent(argument: _dbosd_v1_GetEventRequest, callback: grpc.requestCallback<_dbosd_v1_GetEventResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Waits for an event and returns its current value. A workflow that does not exist yet is waited for; one
   * that is deleted meanwhile is WORKFLOW_NOT_FOUND.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  getEvent(argument: _dbosd_v1_GetEventRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetEventResponse__Output>): grpc.ClientUnaryCall;
  getEvent(argument: _dbosd_v1_GetEventRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_GetEventResponse__Output>): grpc.ClientUnaryCall;
  getEvent(argument: _dbosd_v1_GetEventRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetEventResponse__Output>): grpc.ClientUnaryCall;
  getEvent(argument: _dbosd_v1_GetEventRequest, callback: grpc.requestCallback<_dbosd_v1_GetEventResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Returns the current value of every key that the workflow has set; of a workflow that does not exist (yet),
   * nothing.
   * Errors: INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  ListEvents(argument: _dbosd_v1_ListEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _dbosd_v1_ListEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _dbosd_v1_ListEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _dbosd_v1_ListEventsRequest, callback: grpc.requestCallback<_dbosd_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Returns the current value of every key that the workflow has set; of a workflow that does not exist (yet),
   * nothing.
   * Errors: INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  listEvents(argument: _dbosd_v1_ListEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _dbosd_v1_ListEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _dbosd_v1_ListEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _dbosd_v1_ListEventsRequest, callback: grpc.requestCallback<_dbosd_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Watches the state of a workflow's events: the current values first, then each change, and at last that the
   * workflow has ended. The latest value is never missed; values that were overwritten in between may be.
   */
  WatchEvents(argument: _dbosd_v1_WatchEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_dbosd_v1_WatchEventsResponse__Output>;
  WatchEvents(argument: _dbosd_v1_WatchEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_dbosd_v1_WatchEventsResponse__Output>;
  /**
   * Watches the state of a workflow's events: the current values first, then each change, and at last that the
   * workflow has ended. The latest value is never missed; values that were overwritten in between may be.
   */
  watchEvents(argument: _dbosd_v1_WatchEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_dbosd_v1_WatchEventsResponse__Output>;
  watchEvents(argument: _dbosd_v1_WatchEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_dbosd_v1_WatchEventsResponse__Output>;
  
}

/**
 * Events of workflows: the latest value of a key, set by the workflow, waited for by anybody.
 */
export interface EventServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Waits for an event and returns its current value. A workflow that does not exist yet is waited for; one
   * that is deleted meanwhile is WORKFLOW_NOT_FOUND.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  GetEvent: grpc.handleUnaryCall<_dbosd_v1_GetEventRequest__Output, _dbosd_v1_GetEventResponse>;
  
  /**
   * Returns the current value of every key that the workflow has set; of a workflow that does not exist (yet),
   * nothing.
   * Errors: INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  ListEvents: grpc.handleUnaryCall<_dbosd_v1_ListEventsRequest__Output, _dbosd_v1_ListEventsResponse>;
  
  /**
   * Watches the state of a workflow's events: the current values first, then each change, and at last that the
   * workflow has ended. The latest value is never missed; values that were overwritten in between may be.
   */
  WatchEvents: grpc.handleServerStreamingCall<_dbosd_v1_WatchEventsRequest__Output, _dbosd_v1_WatchEventsResponse>;
  
}

export interface EventServiceDefinition extends grpc.ServiceDefinition {
  GetEvent: MethodDefinition<_dbosd_v1_GetEventRequest, _dbosd_v1_GetEventResponse, _dbosd_v1_GetEventRequest__Output, _dbosd_v1_GetEventResponse__Output>
  ListEvents: MethodDefinition<_dbosd_v1_ListEventsRequest, _dbosd_v1_ListEventsResponse, _dbosd_v1_ListEventsRequest__Output, _dbosd_v1_ListEventsResponse__Output>
  WatchEvents: MethodDefinition<_dbosd_v1_WatchEventsRequest, _dbosd_v1_WatchEventsResponse, _dbosd_v1_WatchEventsRequest__Output, _dbosd_v1_WatchEventsResponse__Output>
}
