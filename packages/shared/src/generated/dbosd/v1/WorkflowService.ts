// Original file: proto/dbosd/v1/workflow_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AwaitFirstRequest as _dbosd_v1_AwaitFirstRequest, AwaitFirstRequest__Output as _dbosd_v1_AwaitFirstRequest__Output } from '../../dbosd/v1/AwaitFirstRequest.js';
import type { AwaitFirstResponse as _dbosd_v1_AwaitFirstResponse, AwaitFirstResponse__Output as _dbosd_v1_AwaitFirstResponse__Output } from '../../dbosd/v1/AwaitFirstResponse.js';
import type { AwaitWorkflowRequest as _dbosd_v1_AwaitWorkflowRequest, AwaitWorkflowRequest__Output as _dbosd_v1_AwaitWorkflowRequest__Output } from '../../dbosd/v1/AwaitWorkflowRequest.js';
import type { AwaitWorkflowResponse as _dbosd_v1_AwaitWorkflowResponse, AwaitWorkflowResponse__Output as _dbosd_v1_AwaitWorkflowResponse__Output } from '../../dbosd/v1/AwaitWorkflowResponse.js';
import type { EnqueueWorkflowRequest as _dbosd_v1_EnqueueWorkflowRequest, EnqueueWorkflowRequest__Output as _dbosd_v1_EnqueueWorkflowRequest__Output } from '../../dbosd/v1/EnqueueWorkflowRequest.js';
import type { EnqueueWorkflowResponse as _dbosd_v1_EnqueueWorkflowResponse, EnqueueWorkflowResponse__Output as _dbosd_v1_EnqueueWorkflowResponse__Output } from '../../dbosd/v1/EnqueueWorkflowResponse.js';
import type { GetWorkflowRequest as _dbosd_v1_GetWorkflowRequest, GetWorkflowRequest__Output as _dbosd_v1_GetWorkflowRequest__Output } from '../../dbosd/v1/GetWorkflowRequest.js';
import type { GetWorkflowResponse as _dbosd_v1_GetWorkflowResponse, GetWorkflowResponse__Output as _dbosd_v1_GetWorkflowResponse__Output } from '../../dbosd/v1/GetWorkflowResponse.js';
import type { ListWorkflowStepsRequest as _dbosd_v1_ListWorkflowStepsRequest, ListWorkflowStepsRequest__Output as _dbosd_v1_ListWorkflowStepsRequest__Output } from '../../dbosd/v1/ListWorkflowStepsRequest.js';
import type { ListWorkflowStepsResponse as _dbosd_v1_ListWorkflowStepsResponse, ListWorkflowStepsResponse__Output as _dbosd_v1_ListWorkflowStepsResponse__Output } from '../../dbosd/v1/ListWorkflowStepsResponse.js';
import type { ListWorkflowsRequest as _dbosd_v1_ListWorkflowsRequest, ListWorkflowsRequest__Output as _dbosd_v1_ListWorkflowsRequest__Output } from '../../dbosd/v1/ListWorkflowsRequest.js';
import type { ListWorkflowsResponse as _dbosd_v1_ListWorkflowsResponse, ListWorkflowsResponse__Output as _dbosd_v1_ListWorkflowsResponse__Output } from '../../dbosd/v1/ListWorkflowsResponse.js';

/**
 * Workflows: enqueued for a DBOS application to run, looked at, waited for.
 */
export interface WorkflowServiceClient extends grpc.Client {
  /**
   * Waits until one of several workflows has ended, in any way, and returns its outcome.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  AwaitFirst(argument: _dbosd_v1_AwaitFirstRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  AwaitFirst(argument: _dbosd_v1_AwaitFirstRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  AwaitFirst(argument: _dbosd_v1_AwaitFirstRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  AwaitFirst(argument: _dbosd_v1_AwaitFirstRequest, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Waits until one of several workflows has ended, in any way, and returns its outcome.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  awaitFirst(argument: _dbosd_v1_AwaitFirstRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  awaitFirst(argument: _dbosd_v1_AwaitFirstRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  awaitFirst(argument: _dbosd_v1_AwaitFirstRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  awaitFirst(argument: _dbosd_v1_AwaitFirstRequest, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  /**
   * Lists the steps that a workflow has recorded.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  ListWorkflowSteps(argument: _dbosd_v1_ListWorkflowStepsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowStepsResponse__Output>): grpc.ClientUnaryCall;
  ListWorkflowSteps(argument: _dbosd_v1_ListWorkflowStepsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowStepsResponse__Output>): grpc.ClientUnaryCall;
  ListWorkflowSteps(argument: _dbosd_v1_ListWorkflowStepsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowStepsResponse__Output>): grpc.ClientUnaryCall;
  ListWorkflowSteps(argument: _dbosd_v1_ListWorkflowStepsRequest, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowStepsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the steps that a workflow has recorded.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  listWorkflowSteps(argument: _dbosd_v1_ListWorkflowStepsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowStepsResponse__Output>): grpc.ClientUnaryCall;
  listWorkflowSteps(argument: _dbosd_v1_ListWorkflowStepsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowStepsResponse__Output>): grpc.ClientUnaryCall;
  listWorkflowSteps(argument: _dbosd_v1_ListWorkflowStepsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowStepsResponse__Output>): grpc.ClientUnaryCall;
  listWorkflowSteps(argument: _dbosd_v1_ListWorkflowStepsRequest, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowStepsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists workflows, in the order of their creation.
   * Errors: INVALID_FIELD, INVALID_PAGE_TOKEN, PAYLOAD_TOO_LARGE.
   */
  ListWorkflows(argument: _dbosd_v1_ListWorkflowsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  ListWorkflows(argument: _dbosd_v1_ListWorkflowsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  ListWorkflows(argument: _dbosd_v1_ListWorkflowsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  ListWorkflows(argument: _dbosd_v1_ListWorkflowsRequest, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists workflows, in the order of their creation.
   * Errors: INVALID_FIELD, INVALID_PAGE_TOKEN, PAYLOAD_TOO_LARGE.
   */
  listWorkflows(argument: _dbosd_v1_ListWorkflowsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  listWorkflows(argument: _dbosd_v1_ListWorkflowsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  listWorkflows(argument: _dbosd_v1_ListWorkflowsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  listWorkflows(argument: _dbosd_v1_ListWorkflowsRequest, callback: grpc.requestCallback<_dbosd_v1_ListWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Workflows: enqueued for a DBOS application to run, looked at, waited for.
 */
export interface WorkflowServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Waits until one of several workflows has ended, in any way, and returns its outcome.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  AwaitFirst: grpc.handleUnaryCall<_dbosd_v1_AwaitFirstRequest__Output, _dbosd_v1_AwaitFirstResponse>;
  
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
  
  /**
   * Lists the steps that a workflow has recorded.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  ListWorkflowSteps: grpc.handleUnaryCall<_dbosd_v1_ListWorkflowStepsRequest__Output, _dbosd_v1_ListWorkflowStepsResponse>;
  
  /**
   * Lists workflows, in the order of their creation.
   * Errors: INVALID_FIELD, INVALID_PAGE_TOKEN, PAYLOAD_TOO_LARGE.
   */
  ListWorkflows: grpc.handleUnaryCall<_dbosd_v1_ListWorkflowsRequest__Output, _dbosd_v1_ListWorkflowsResponse>;
  
}

export interface WorkflowServiceDefinition extends grpc.ServiceDefinition {
  AwaitFirst: MethodDefinition<_dbosd_v1_AwaitFirstRequest, _dbosd_v1_AwaitFirstResponse, _dbosd_v1_AwaitFirstRequest__Output, _dbosd_v1_AwaitFirstResponse__Output>
  AwaitWorkflow: MethodDefinition<_dbosd_v1_AwaitWorkflowRequest, _dbosd_v1_AwaitWorkflowResponse, _dbosd_v1_AwaitWorkflowRequest__Output, _dbosd_v1_AwaitWorkflowResponse__Output>
  EnqueueWorkflow: MethodDefinition<_dbosd_v1_EnqueueWorkflowRequest, _dbosd_v1_EnqueueWorkflowResponse, _dbosd_v1_EnqueueWorkflowRequest__Output, _dbosd_v1_EnqueueWorkflowResponse__Output>
  GetWorkflow: MethodDefinition<_dbosd_v1_GetWorkflowRequest, _dbosd_v1_GetWorkflowResponse, _dbosd_v1_GetWorkflowRequest__Output, _dbosd_v1_GetWorkflowResponse__Output>
  ListWorkflowSteps: MethodDefinition<_dbosd_v1_ListWorkflowStepsRequest, _dbosd_v1_ListWorkflowStepsResponse, _dbosd_v1_ListWorkflowStepsRequest__Output, _dbosd_v1_ListWorkflowStepsResponse__Output>
  ListWorkflows: MethodDefinition<_dbosd_v1_ListWorkflowsRequest, _dbosd_v1_ListWorkflowsResponse, _dbosd_v1_ListWorkflowsRequest__Output, _dbosd_v1_ListWorkflowsResponse__Output>
}
