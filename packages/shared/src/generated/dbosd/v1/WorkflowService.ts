// Original file: proto/dbosd/v1/workflow_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AwaitWorkflowRequest as _dbosd_v1_AwaitWorkflowRequest, AwaitWorkflowRequest__Output as _dbosd_v1_AwaitWorkflowRequest__Output } from '../../dbosd/v1/AwaitWorkflowRequest.js';
import type { AwaitWorkflowResponse as _dbosd_v1_AwaitWorkflowResponse, AwaitWorkflowResponse__Output as _dbosd_v1_AwaitWorkflowResponse__Output } from '../../dbosd/v1/AwaitWorkflowResponse.js';
import type { EnqueueWorkflowRequest as _dbosd_v1_EnqueueWorkflowRequest, EnqueueWorkflowRequest__Output as _dbosd_v1_EnqueueWorkflowRequest__Output } from '../../dbosd/v1/EnqueueWorkflowRequest.js';
import type { EnqueueWorkflowResponse as _dbosd_v1_EnqueueWorkflowResponse, EnqueueWorkflowResponse__Output as _dbosd_v1_EnqueueWorkflowResponse__Output } from '../../dbosd/v1/EnqueueWorkflowResponse.js';
import type { GetWorkflowRequest as _dbosd_v1_GetWorkflowRequest, GetWorkflowRequest__Output as _dbosd_v1_GetWorkflowRequest__Output } from '../../dbosd/v1/GetWorkflowRequest.js';
import type { GetWorkflowResponse as _dbosd_v1_GetWorkflowResponse, GetWorkflowResponse__Output as _dbosd_v1_GetWorkflowResponse__Output } from '../../dbosd/v1/GetWorkflowResponse.js';

/**
 * Workflows: enqueued for a DBOS application to run, looked at, waited for.
 */
export interface WorkflowServiceClient extends grpc.Client {
  /**
   * Waits until a workflow has ended, in any way, and returns its outcome.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  AwaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  AwaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  AwaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  AwaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Waits until a workflow has ended, in any way, and returns its outcome.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  awaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  awaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  awaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  awaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Enqueues a workflow by name; an application that listens to the queue runs it.
   * Errors: WORKFLOW_ID_CONFLICT, WORKFLOW_ID_IN_USE, DEDUPLICATION_CONFLICT, INVALID_FIELD, PAYLOAD_TOO_LARGE.
   */
  EnqueueWorkflow(argument: _dbosd_v1_EnqueueWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_EnqueueWorkflowResponse__Output>): grpc.ClientUnaryCall;
  EnqueueWorkflow(argument: _dbosd_v1_EnqueueWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_EnqueueWorkflowResponse__Output>): grpc.ClientUnaryCall;
  EnqueueWorkflow(argument: _dbosd_v1_EnqueueWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_EnqueueWorkflowResponse__Output>): grpc.ClientUnaryCall;
  EnqueueWorkflow(argument: _dbosd_v1_EnqueueWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_EnqueueWorkflowResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Enqueues a workflow by name; an application that listens to the queue runs it.
   * Errors: WORKFLOW_ID_CONFLICT, WORKFLOW_ID_IN_USE, DEDUPLICATION_CONFLICT, INVALID_FIELD, PAYLOAD_TOO_LARGE.
   */
  enqueueWorkflow(argument: _dbosd_v1_EnqueueWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_EnqueueWorkflowResponse__Output>): grpc.ClientUnaryCall;
  enqueueWorkflow(argument: _dbosd_v1_EnqueueWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_EnqueueWorkflowResponse__Output>): grpc.ClientUnaryCall;
  enqueueWorkflow(argument: _dbosd_v1_EnqueueWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_EnqueueWorkflowResponse__Output>): grpc.ClientUnaryCall;
  enqueueWorkflow(argument: _dbosd_v1_EnqueueWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_EnqueueWorkflowResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Returns a workflow as it is now.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD.
   */
  GetWorkflow(argument: _dbosd_v1_GetWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetWorkflowResponse__Output>): grpc.ClientUnaryCall;
  GetWorkflow(argument: _dbosd_v1_GetWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_GetWorkflowResponse__Output>): grpc.ClientUnaryCall;
  GetWorkflow(argument: _dbosd_v1_GetWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetWorkflowResponse__Output>): grpc.ClientUnaryCall;
  GetWorkflow(argument: _dbosd_v1_GetWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_GetWorkflowResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Returns a workflow as it is now.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD.
   */
  getWorkflow(argument: _dbosd_v1_GetWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetWorkflowResponse__Output>): grpc.ClientUnaryCall;
  getWorkflow(argument: _dbosd_v1_GetWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_GetWorkflowResponse__Output>): grpc.ClientUnaryCall;
  getWorkflow(argument: _dbosd_v1_GetWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_GetWorkflowResponse__Output>): grpc.ClientUnaryCall;
  getWorkflow(argument: _dbosd_v1_GetWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_GetWorkflowResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Workflows: enqueued for a DBOS application to run, looked at, waited for.
 */
export interface WorkflowServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Waits until a workflow has ended, in any way, and returns its outcome.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  AwaitWorkflow: grpc.handleUnaryCall<_dbosd_v1_AwaitWorkflowRequest__Output, _dbosd_v1_AwaitWorkflowResponse>;
  
  /**
   * Enqueues a workflow by name; an application that listens to the queue runs it.
   * Errors: WORKFLOW_ID_CONFLICT, WORKFLOW_ID_IN_USE, DEDUPLICATION_CONFLICT, INVALID_FIELD, PAYLOAD_TOO_LARGE.
   */
  EnqueueWorkflow: grpc.handleUnaryCall<_dbosd_v1_EnqueueWorkflowRequest__Output, _dbosd_v1_EnqueueWorkflowResponse>;
  
  /**
   * Returns a workflow as it is now.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD.
   */
  GetWorkflow: grpc.handleUnaryCall<_dbosd_v1_GetWorkflowRequest__Output, _dbosd_v1_GetWorkflowResponse>;
  
}

export interface WorkflowServiceDefinition extends grpc.ServiceDefinition {
  AwaitWorkflow: MethodDefinition<_dbosd_v1_AwaitWorkflowRequest, _dbosd_v1_AwaitWorkflowResponse, _dbosd_v1_AwaitWorkflowRequest__Output, _dbosd_v1_AwaitWorkflowResponse__Output>
  EnqueueWorkflow: MethodDefinition<_dbosd_v1_EnqueueWorkflowRequest, _dbosd_v1_EnqueueWorkflowResponse, _dbosd_v1_EnqueueWorkflowRequest__Output, _dbosd_v1_EnqueueWorkflowResponse__Output>
  GetWorkflow: MethodDefinition<_dbosd_v1_GetWorkflowRequest, _dbosd_v1_GetWorkflowResponse, _dbosd_v1_GetWorkflowRequest__Output, _dbosd_v1_GetWorkflowResponse__Output>
}
