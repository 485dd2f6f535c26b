// Original file: proto/dbosd/v1/queue_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteQueueRequest as _dbosd_v1_DeleteQueueRequest, DeleteQueueRequest__Output as _dbosd_v1_DeleteQueueRequest__Output } from '../../dbosd/v1/DeleteQueueRequest.js';
import type { DeleteQueueResponse as _dbosd_v1_DeleteQueueResponse, DeleteQueueResponse__Output as _dbosd_v1_DeleteQueueResponse__Output } from '../../dbosd/v1/DeleteQueueResponse.js';
import type { GetQueueRequest as _dbosd_v1_GetQueueRequest, GetQueueRequest__Output as _dbosd_v1_GetQueueRequest__Output } from '../../dbosd/v1/GetQueueRequest.js';
import type { GetQueueResponse as _dbosd_v1_GetQueueResponse, GetQueueResponse__Output as _dbosd_v1_GetQueueResponse__Output } from '../../dbosd/v1/GetQueueResponse.js';
import type { ListQueuesRequest as _dbosd_v1_ListQueuesRequest, ListQueuesRequest__Output as _dbosd_v1_ListQueuesRequest__Output } from '../../dbosd/v1/ListQueuesRequest.js';
import type { ListQueuesResponse as _dbosd_v1_ListQueuesResponse, ListQueuesResponse__Output as _dbosd_v1_ListQueuesResponse__Output } from '../../dbosd/v1/ListQueuesResponse.js';
import type { UpsertQueueRequest as _dbosd_v1_UpsertQueueRequest, UpsertQueueRequest__Output as _dbosd_v1_UpsertQueueRequest__Output } from '../../dbosd/v1/UpsertQueueRequest.js';
import type { UpsertQueueResponse as _dbosd_v1_UpsertQueueResponse, UpsertQueueResponse__Output as _dbosd_v1_UpsertQueueResponse__Output } from '../../dbosd/v1/UpsertQueueResponse.js';

/**
 * Queues: how many workflows run at once, and how fast they are started.
 */
export interface QueueServiceClient extends grpc.Client {
  /**
   * Removes a queue. Workflows that wait on it are left where they are, and nobody runs them until it is registered again.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  DeleteQueue(argument: _dbosd_v1_DeleteQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_DeleteQueueResponse__Output>): grpc.ClientUnaryCall;
  DeleteQueue(argument: _dbosd_v1_DeleteQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_DeleteQueueResponse__Output>): grpc.ClientUnaryCall;
  DeleteQueue(argument: _dbosd_v1_DeleteQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_DeleteQueueResponse__Output>): grpc.ClientUnaryCall;
  DeleteQueue(argument: _dbosd_v1_DeleteQueueRequest, callback: grpc.requestCallback<_dbosd_v1_DeleteQueueResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Removes a queue. Workflows that wait on it are left where they are, and nobody runs them until it is registered again.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  deleteQueue(argument: _dbosd_v1_DeleteQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_DeleteQueueResponse__Output>): grpc.ClientUnaryCall;
  deleteQueue(argument: _dbosd_v1_DeleteQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_DeleteQueueResponse__Output>): grpc.ClientUnaryCall;
  deleteQueue(argument: _dbosd_v1_DeleteQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_DeleteQueueResponse__Output>): grpc.ClientUnaryCall;
  deleteQueue(argument: _dbosd_v1_DeleteQueueRequest, callback: grpc.requestCallback<_dbosd_v1_DeleteQueueResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Returns a queue's settings.
   * Errors: QUEUE_NOT_FOUND, INVALID_FIELD.
   */
  GetQueue(argument: _dbosd_v1_GetQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetQueueResponse__Output>): grpc.ClientUnaryCall;
  GetQueue(argument: _dbosd_v1_GetQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_GetQueueResponse__Output>): grpc.ClientUnaryCall;
  GetQueue(argument: _dbosd_v1_GetQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetQueueResponse__Output>): grpc.ClientUnaryCall;
  GetQueue(argument: _dbosd_v1_GetQueueRequest, callback: grpc.requestCallback<_dbosd_v1_GetQueueResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Returns a queue's settings.
   * Errors: QUEUE_NOT_FOUND, INVALID_FIELD.
   */
  getQueue(argument: _dbosd_v1_GetQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetQueueResponse__Output>): grpc.ClientUnaryCall;
  getQueue(argument: _dbosd_v1_GetQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_GetQueueResponse__Output>): grpc.ClientUnaryCall;
  getQueue(argument: _dbosd_v1_GetQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetQueueResponse__Output>): grpc.ClientUnaryCall;
  getQueue(argument: _dbosd_v1_GetQueueRequest, callback: grpc.requestCallback<_dbosd_v1_GetQueueResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the registered queues.
   * Errors: INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  ListQueues(argument: _dbosd_v1_ListQueuesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  ListQueues(argument: _dbosd_v1_ListQueuesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  ListQueues(argument: _dbosd_v1_ListQueuesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  ListQueues(argument: _dbosd_v1_ListQueuesRequest, callback: grpc.requestCallback<_dbosd_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the registered queues.
   * Errors: INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  listQueues(argument: _dbosd_v1_ListQueuesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  listQueues(argument: _dbosd_v1_ListQueuesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  listQueues(argument: _dbosd_v1_ListQueuesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  listQueues(argument: _dbosd_v1_ListQueuesRequest, callback: grpc.requestCallback<_dbosd_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Registers a queue, or changes the settings of a registered one.
   * Errors: QUEUE_NOT_FOUND (with `update_mask`), IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  UpsertQueue(argument: _dbosd_v1_UpsertQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_UpsertQueueResponse__Output>): grpc.ClientUnaryCall;
  UpsertQueue(argument: _dbosd_v1_UpsertQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_UpsertQueueResponse__Output>): grpc.ClientUnaryCall;
  UpsertQueue(argument: _dbosd_v1_UpsertQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_UpsertQueueResponse__Output>): grpc.ClientUnaryCall;
  UpsertQueue(argument: _dbosd_v1_UpsertQueueRequest, callback: grpc.requestCallback<_dbosd_v1_UpsertQueueResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Registers a queue, or changes the settings of a registered one.
   * Errors: QUEUE_NOT_FOUND (with `update_mask`), IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  upsertQueue(argument: _dbosd_v1_UpsertQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_UpsertQueueResponse__Output>): grpc.ClientUnaryCall;
  upsertQueue(argument: _dbosd_v1_UpsertQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_UpsertQueueResponse__Output>): grpc.ClientUnaryCall;
  upsertQueue(argument: _dbosd_v1_UpsertQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_UpsertQueueResponse__Output>): grpc.ClientUnaryCall;
  upsertQueue(argument: _dbosd_v1_UpsertQueueRequest, callback: grpc.requestCallback<_dbosd_v1_UpsertQueueResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Queues: how many workflows run at once, and how fast they are started.
 */
export interface QueueServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Removes a queue. Workflows that wait on it are left where they are, and nobody runs them until it is registered again.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  DeleteQueue: grpc.handleUnaryCall<_dbosd_v1_DeleteQueueRequest__Output, _dbosd_v1_DeleteQueueResponse>;
  
  /**
   * Returns a queue's settings.
   * Errors: QUEUE_NOT_FOUND, INVALID_FIELD.
   */
  GetQueue: grpc.handleUnaryCall<_dbosd_v1_GetQueueRequest__Output, _dbosd_v1_GetQueueResponse>;
  
  /**
   * Lists the registered queues.
   * Errors: INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  ListQueues: grpc.handleUnaryCall<_dbosd_v1_ListQueuesRequest__Output, _dbosd_v1_ListQueuesResponse>;
  
  /**
   * Registers a queue, or changes the settings of a registered one.
   * Errors: QUEUE_NOT_FOUND (with `update_mask`), IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  UpsertQueue: grpc.handleUnaryCall<_dbosd_v1_UpsertQueueRequest__Output, _dbosd_v1_UpsertQueueResponse>;
  
}

export interface QueueServiceDefinition extends grpc.ServiceDefinition {
  DeleteQueue: MethodDefinition<_dbosd_v1_DeleteQueueRequest, _dbosd_v1_DeleteQueueResponse, _dbosd_v1_DeleteQueueRequest__Output, _dbosd_v1_DeleteQueueResponse__Output>
  GetQueue: MethodDefinition<_dbosd_v1_GetQueueRequest, _dbosd_v1_GetQueueResponse, _dbosd_v1_GetQueueRequest__Output, _dbosd_v1_GetQueueResponse__Output>
  ListQueues: MethodDefinition<_dbosd_v1_ListQueuesRequest, _dbosd_v1_ListQueuesResponse, _dbosd_v1_ListQueuesRequest__Output, _dbosd_v1_ListQueuesResponse__Output>
  UpsertQueue: MethodDefinition<_dbosd_v1_UpsertQueueRequest, _dbosd_v1_UpsertQueueResponse, _dbosd_v1_UpsertQueueRequest__Output, _dbosd_v1_UpsertQueueResponse__Output>
}
