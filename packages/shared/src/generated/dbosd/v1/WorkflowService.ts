// Original file: proto/dbosd/v1/workflow_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AwaitFirstRequest as _dbosd_v1_AwaitFirstRequest, AwaitFirstRequest__Output as _dbosd_v1_AwaitFirstRequest__Output } from '../../dbosd/v1/AwaitFirstRequest.js';
import type { AwaitFirstResponse as _dbosd_v1_AwaitFirstResponse, AwaitFirstResponse__Output as _dbosd_v1_AwaitFirstResponse__Output } from '../../dbosd/v1/AwaitFirstResponse.js';
import type { AwaitWorkflowRequest as _dbosd_v1_AwaitWorkflowRequest, AwaitWorkflowRequest__Output as _dbosd_v1_AwaitWorkflowRequest__Output } from '../../dbosd/v1/AwaitWorkflowRequest.js';
import type { AwaitWorkflowResponse as _dbosd_v1_AwaitWorkflowResponse, AwaitWorkflowResponse__Output as _dbosd_v1_AwaitWorkflowResponse__Output } from '../../dbosd/v1/AwaitWorkflowResponse.js';
import type { CancelWorkflowsRequest as _dbosd_v1_CancelWorkflowsRequest, CancelWorkflowsRequest__Output as _dbosd_v1_CancelWorkflowsRequest__Output } from '../../dbosd/v1/CancelWorkflowsRequest.js';
import type { CancelWorkflowsResponse as _dbosd_v1_CancelWorkflowsResponse, CancelWorkflowsResponse__Output as _dbosd_v1_CancelWorkflowsResponse__Output } from '../../dbosd/v1/CancelWorkflowsResponse.js';
import type { DeleteWorkflowsRequest as _dbosd_v1_DeleteWorkflowsRequest, DeleteWorkflowsRequest__Output as _dbosd_v1_DeleteWorkflowsRequest__Output } from '../../dbosd/v1/DeleteWorkflowsRequest.js';
import type { DeleteWorkflowsResponse as _dbosd_v1_DeleteWorkflowsResponse, DeleteWorkflowsResponse__Output as _dbosd_v1_DeleteWorkflowsResponse__Output } from '../../dbosd/v1/DeleteWorkflowsResponse.js';
import type { EnqueueAndSendRequest as _dbosd_v1_EnqueueAndSendRequest, EnqueueAndSendRequest__Output as _dbosd_v1_EnqueueAndSendRequest__Output } from '../../dbosd/v1/EnqueueAndSendRequest.js';
import type { EnqueueAndSendResponse as _dbosd_v1_EnqueueAndSendResponse, EnqueueAndSendResponse__Output as _dbosd_v1_EnqueueAndSendResponse__Output } from '../../dbosd/v1/EnqueueAndSendResponse.js';
import type { EnqueueWorkflowRequest as _dbosd_v1_EnqueueWorkflowRequest, EnqueueWorkflowRequest__Output as _dbosd_v1_EnqueueWorkflowRequest__Output } from '../../dbosd/v1/EnqueueWorkflowRequest.js';
import type { EnqueueWorkflowResponse as _dbosd_v1_EnqueueWorkflowResponse, EnqueueWorkflowResponse__Output as _dbosd_v1_EnqueueWorkflowResponse__Output } from '../../dbosd/v1/EnqueueWorkflowResponse.js';
import type { ForkWorkflowRequest as _dbosd_v1_ForkWorkflowRequest, ForkWorkflowRequest__Output as _dbosd_v1_ForkWorkflowRequest__Output } from '../../dbosd/v1/ForkWorkflowRequest.js';
import type { ForkWorkflowResponse as _dbosd_v1_ForkWorkflowResponse, ForkWorkflowResponse__Output as _dbosd_v1_ForkWorkflowResponse__Output } from '../../dbosd/v1/ForkWorkflowResponse.js';
import type { GetWorkflowRequest as _dbosd_v1_GetWorkflowRequest, GetWorkflowRequest__Output as _dbosd_v1_GetWorkflowRequest__Output } from '../../dbosd/v1/GetWorkflowRequest.js';
import type { GetWorkflowResponse as _dbosd_v1_GetWorkflowResponse, GetWorkflowResponse__Output as _dbosd_v1_GetWorkflowResponse__Output } from '../../dbosd/v1/GetWorkflowResponse.js';
import type { ListWorkflowStepsRequest as _dbosd_v1_ListWorkflowStepsRequest, ListWorkflowStepsRequest__Output as _dbosd_v1_ListWorkflowStepsRequest__Output } from '../../dbosd/v1/ListWorkflowStepsRequest.js';
import type { ListWorkflowStepsResponse as _dbosd_v1_ListWorkflowStepsResponse, ListWorkflowStepsResponse__Output as _dbosd_v1_ListWorkflowStepsResponse__Output } from '../../dbosd/v1/ListWorkflowStepsResponse.js';
import type { ListWorkflowsRequest as _dbosd_v1_ListWorkflowsRequest, ListWorkflowsRequest__Output as _dbosd_v1_ListWorkflowsRequest__Output } from '../../dbosd/v1/ListWorkflowsRequest.js';
import type { ListWorkflowsResponse as _dbosd_v1_ListWorkflowsResponse, ListWorkflowsResponse__Output as _dbosd_v1_ListWorkflowsResponse__Output } from '../../dbosd/v1/ListWorkflowsResponse.js';
import type { ResumeWorkflowsRequest as _dbosd_v1_ResumeWorkflowsRequest, ResumeWorkflowsRequest__Output as _dbosd_v1_ResumeWorkflowsRequest__Output } from '../../dbosd/v1/ResumeWorkflowsRequest.js';
import type { ResumeWorkflowsResponse as _dbosd_v1_ResumeWorkflowsResponse, ResumeWorkflowsResponse__Output as _dbosd_v1_ResumeWorkflowsResponse__Output } from '../../dbosd/v1/ResumeWorkflowsResponse.js';
import type { RewindWorkflowRequest as _dbosd_v1_RewindWorkflowRequest, RewindWorkflowRequest__Output as _dbosd_v1_RewindWorkflowRequest__Output } from '../../dbosd/v1/RewindWorkflowRequest.js';
import type { RewindWorkflowResponse as _dbosd_v1_RewindWorkflowResponse, RewindWorkflowResponse__Output as _dbosd_v1_RewindWorkflowResponse__Output } from '../../dbosd/v1/RewindWorkflowResponse.js';
import type { SetWorkflowAttributesRequest as _dbosd_v1_SetWorkflowAttributesRequest, SetWorkflowAttributesRequest__Output as _dbosd_v1_SetWorkflowAttributesRequest__Output } from '../../dbosd/v1/SetWorkflowAttributesRequest.js';
import type { SetWorkflowAttributesResponse as _dbosd_v1_SetWorkflowAttributesResponse, SetWorkflowAttributesResponse__Output as _dbosd_v1_SetWorkflowAttributesResponse__Output } from '../../dbosd/v1/SetWorkflowAttributesResponse.js';
import type { SetWorkflowDelayRequest as _dbosd_v1_SetWorkflowDelayRequest, SetWorkflowDelayRequest__Output as _dbosd_v1_SetWorkflowDelayRequest__Output } from '../../dbosd/v1/SetWorkflowDelayRequest.js';
import type { SetWorkflowDelayResponse as _dbosd_v1_SetWorkflowDelayResponse, SetWorkflowDelayResponse__Output as _dbosd_v1_SetWorkflowDelayResponse__Output } from '../../dbosd/v1/SetWorkflowDelayResponse.js';
import type { SetWorkflowPriorityRequest as _dbosd_v1_SetWorkflowPriorityRequest, SetWorkflowPriorityRequest__Output as _dbosd_v1_SetWorkflowPriorityRequest__Output } from '../../dbosd/v1/SetWorkflowPriorityRequest.js';
import type { SetWorkflowPriorityResponse as _dbosd_v1_SetWorkflowPriorityResponse, SetWorkflowPriorityResponse__Output as _dbosd_v1_SetWorkflowPriorityResponse__Output } from '../../dbosd/v1/SetWorkflowPriorityResponse.js';

/**
 * Workflows: enqueued for a DBOS application to run, looked at, waited for.
 */
export interface WorkflowServiceClient extends grpc.Client {
  /**
   * Waits until one of several workflows has ended, in any way, and returns its outcome. One that is deleted meanwhile:
   * WORKFLOW_NOT_FOUND.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  AwaitFirst(argument: _dbosd_v1_AwaitFirstRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  AwaitFirst(argument: _dbosd_v1_AwaitFirstRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  AwaitFirst(argument: _dbosd_v1_AwaitFirstRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  AwaitFirst(argument: _dbosd_v1_AwaitFirstRequest, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Waits until one of several workflows has ended, in any way, and returns its outcome. One that is deleted meanwhile:
   * WORKFLOW_NOT_FOUND.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  awaitFirst(argument: _dbosd_v1_AwaitFirstRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  awaitFirst(argument: _dbosd_v1_AwaitFirstRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  awaitFirst(argument: _dbosd_v1_AwaitFirstRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  awaitFirst(argument: _dbosd_v1_AwaitFirstRequest, callback: grpc.requestCallback<_dbosd_v1_AwaitFirstResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Waits until a workflow has ended, in any way, and returns its outcome. One that is deleted meanwhile:
   * WORKFLOW_NOT_FOUND.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  AwaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  AwaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  AwaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  AwaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Waits until a workflow has ended, in any way, and returns its outcome. One that is deleted meanwhile:
   * WORKFLOW_NOT_FOUND.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  awaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  awaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  awaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  awaitWorkflow(argument: _dbosd_v1_AwaitWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_AwaitWorkflowResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Cancels workflows that have not ended with a result or an error. What they still run stops at its next step.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  CancelWorkflows(argument: _dbosd_v1_CancelWorkflowsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_CancelWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  CancelWorkflows(argument: _dbosd_v1_CancelWorkflowsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_CancelWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  CancelWorkflows(argument: _dbosd_v1_CancelWorkflowsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_CancelWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  CancelWorkflows(argument: _dbosd_v1_CancelWorkflowsRequest, callback: grpc.requestCallback<_dbosd_v1_CancelWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Cancels workflows that have not ended with a result or an error. What they still run stops at its next step.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  cancelWorkflows(argument: _dbosd_v1_CancelWorkflowsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_CancelWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  cancelWorkflows(argument: _dbosd_v1_CancelWorkflowsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_CancelWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  cancelWorkflows(argument: _dbosd_v1_CancelWorkflowsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_CancelWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  cancelWorkflows(argument: _dbosd_v1_CancelWorkflowsRequest, callback: grpc.requestCallback<_dbosd_v1_CancelWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Deletes workflows with all that belongs to them: steps, messages, events, streams.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  DeleteWorkflows(argument: _dbosd_v1_DeleteWorkflowsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_DeleteWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  DeleteWorkflows(argument: _dbosd_v1_DeleteWorkflowsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_DeleteWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  DeleteWorkflows(argument: _dbosd_v1_DeleteWorkflowsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_DeleteWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  DeleteWorkflows(argument: _dbosd_v1_DeleteWorkflowsRequest, callback: grpc.requestCallback<_dbosd_v1_DeleteWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Deletes workflows with all that belongs to them: steps, messages, events, streams.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  deleteWorkflows(argument: _dbosd_v1_DeleteWorkflowsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_DeleteWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  deleteWorkflows(argument: _dbosd_v1_DeleteWorkflowsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_DeleteWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  deleteWorkflows(argument: _dbosd_v1_DeleteWorkflowsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_DeleteWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  deleteWorkflows(argument: _dbosd_v1_DeleteWorkflowsRequest, callback: grpc.requestCallback<_dbosd_v1_DeleteWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Enqueues a workflow and sends it its first messages, both or neither. Where the workflow is there already, and the
   * policies let it be, the messages are sent to that one.
   * Errors: those of EnqueueWorkflow, IDEMPOTENCY_KEY_REUSED, OVERLOADED.
   */
  EnqueueAndSend(argument: _dbosd_v1_EnqueueAndSendRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_EnqueueAndSendResponse__Output>): grpc.ClientUnaryCall;
  EnqueueAndSend(argument: _dbosd_v1_EnqueueAndSendRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_EnqueueAndSendResponse__Output>): grpc.ClientUnaryCall;
  EnqueueAndSend(argument: _dbosd_v1_EnqueueAndSendRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_EnqueueAndSendResponse__Output>): grpc.ClientUnaryCall;
  EnqueueAndSend(argument: _dbosd_v1_EnqueueAndSendRequest, callback: grpc.requestCallback<_dbosd_v1_EnqueueAndSendResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Enqueues a workflow and sends it its first messages, both or neither. Where the workflow is there already, and the
   * policies let it be, the messages are sent to that one.
   * Errors: those of EnqueueWorkflow, IDEMPOTENCY_KEY_REUSED, OVERLOADED.
   */
  enqueueAndSend(argument: _dbosd_v1_EnqueueAndSendRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_EnqueueAndSendResponse__Output>): grpc.ClientUnaryCall;
  enqueueAndSend(argument: _dbosd_v1_EnqueueAndSendRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_EnqueueAndSendResponse__Output>): grpc.ClientUnaryCall;
  enqueueAndSend(argument: _dbosd_v1_EnqueueAndSendRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_EnqueueAndSendResponse__Output>): grpc.ClientUnaryCall;
  enqueueAndSend(argument: _dbosd_v1_EnqueueAndSendRequest, callback: grpc.requestCallback<_dbosd_v1_EnqueueAndSendResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Makes a new workflow of another's input and of its first steps, which are not run again, and enqueues it.
   * Errors: WORKFLOW_NOT_FOUND, WORKFLOW_ID_IN_USE, INVALID_FIELD.
   */
  ForkWorkflow(argument: _dbosd_v1_ForkWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ForkWorkflowResponse__Output>): grpc.ClientUnaryCall;
  ForkWorkflow(argument: _dbosd_v1_ForkWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ForkWorkflowResponse__Output>): grpc.ClientUnaryCall;
  ForkWorkflow(argument: _dbosd_v1_ForkWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ForkWorkflowResponse__Output>): grpc.ClientUnaryCall;
  ForkWorkflow(argument: _dbosd_v1_ForkWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_ForkWorkflowResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a new workflow of another's input and of its first steps, which are not run again, and enqueues it.
   * Errors: WORKFLOW_NOT_FOUND, WORKFLOW_ID_IN_USE, INVALID_FIELD.
   */
  forkWorkflow(argument: _dbosd_v1_ForkWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ForkWorkflowResponse__Output>): grpc.ClientUnaryCall;
  forkWorkflow(argument: _dbosd_v1_ForkWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ForkWorkflowResponse__Output>): grpc.ClientUnaryCall;
  forkWorkflow(argument: _dbosd_v1_ForkWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ForkWorkflowResponse__Output>): grpc.ClientUnaryCall;
  forkWorkflow(argument: _dbosd_v1_ForkWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_ForkWorkflowResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  /**
   * Enqueues workflows that have not ended with a result or an error, to go on behind their last step.
   * Errors: WORKFLOW_NOT_FOUND (then none of them is resumed), IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  ResumeWorkflows(argument: _dbosd_v1_ResumeWorkflowsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ResumeWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  ResumeWorkflows(argument: _dbosd_v1_ResumeWorkflowsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ResumeWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  ResumeWorkflows(argument: _dbosd_v1_ResumeWorkflowsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ResumeWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  ResumeWorkflows(argument: _dbosd_v1_ResumeWorkflowsRequest, callback: grpc.requestCallback<_dbosd_v1_ResumeWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Enqueues workflows that have not ended with a result or an error, to go on behind their last step.
   * Errors: WORKFLOW_NOT_FOUND (then none of them is resumed), IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  resumeWorkflows(argument: _dbosd_v1_ResumeWorkflowsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ResumeWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  resumeWorkflows(argument: _dbosd_v1_ResumeWorkflowsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ResumeWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  resumeWorkflows(argument: _dbosd_v1_ResumeWorkflowsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ResumeWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  resumeWorkflows(argument: _dbosd_v1_ResumeWorkflowsRequest, callback: grpc.requestCallback<_dbosd_v1_ResumeWorkflowsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes a workflow that has ended back to one of its steps, and enqueues it: later steps, events and close marks are
   * undone, and messages that were received later, or not at all, are deleted.
   * Errors: WORKFLOW_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, INVALID_FIELD (also when it has not ended).
   */
  RewindWorkflow(argument: _dbosd_v1_RewindWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_RewindWorkflowResponse__Output>): grpc.ClientUnaryCall;
  RewindWorkflow(argument: _dbosd_v1_RewindWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_RewindWorkflowResponse__Output>): grpc.ClientUnaryCall;
  RewindWorkflow(argument: _dbosd_v1_RewindWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_RewindWorkflowResponse__Output>): grpc.ClientUnaryCall;
  RewindWorkflow(argument: _dbosd_v1_RewindWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_RewindWorkflowResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes a workflow that has ended back to one of its steps, and enqueues it: later steps, events and close marks are
   * undone, and messages that were received later, or not at all, are deleted.
   * Errors: WORKFLOW_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, INVALID_FIELD (also when it has not ended).
   */
  rewindWorkflow(argument: _dbosd_v1_RewindWorkflowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_RewindWorkflowResponse__Output>): grpc.ClientUnaryCall;
  rewindWorkflow(argument: _dbosd_v1_RewindWorkflowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_RewindWorkflowResponse__Output>): grpc.ClientUnaryCall;
  rewindWorkflow(argument: _dbosd_v1_RewindWorkflowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_RewindWorkflowResponse__Output>): grpc.ClientUnaryCall;
  rewindWorkflow(argument: _dbosd_v1_RewindWorkflowRequest, callback: grpc.requestCallback<_dbosd_v1_RewindWorkflowResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Replaces the attributes of a workflow.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD, PAYLOAD_TOO_LARGE.
   */
  SetWorkflowAttributes(argument: _dbosd_v1_SetWorkflowAttributesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowAttributesResponse__Output>): grpc.ClientUnaryCall;
  SetWorkflowAttributes(argument: _dbosd_v1_SetWorkflowAttributesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowAttributesResponse__Output>): grpc.ClientUnaryCall;
  SetWorkflowAttributes(argument: _dbosd_v1_SetWorkflowAttributesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowAttributesResponse__Output>): grpc.ClientUnaryCall;
  SetWorkflowAttributes(argument: _dbosd_v1_SetWorkflowAttributesRequest, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowAttributesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Replaces the attributes of a workflow.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD, PAYLOAD_TOO_LARGE.
   */
  setWorkflowAttributes(argument: _dbosd_v1_SetWorkflowAttributesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowAttributesResponse__Output>): grpc.ClientUnaryCall;
  setWorkflowAttributes(argument: _dbosd_v1_SetWorkflowAttributesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowAttributesResponse__Output>): grpc.ClientUnaryCall;
  setWorkflowAttributes(argument: _dbosd_v1_SetWorkflowAttributesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowAttributesResponse__Output>): grpc.ClientUnaryCall;
  setWorkflowAttributes(argument: _dbosd_v1_SetWorkflowAttributesRequest, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowAttributesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Changes when a delayed workflow begins.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  SetWorkflowDelay(argument: _dbosd_v1_SetWorkflowDelayRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowDelayResponse__Output>): grpc.ClientUnaryCall;
  SetWorkflowDelay(argument: _dbosd_v1_SetWorkflowDelayRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowDelayResponse__Output>): grpc.ClientUnaryCall;
  SetWorkflowDelay(argument: _dbosd_v1_SetWorkflowDelayRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowDelayResponse__Output>): grpc.ClientUnaryCall;
  SetWorkflowDelay(argument: _dbosd_v1_SetWorkflowDelayRequest, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowDelayResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Changes when a delayed workflow begins.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  setWorkflowDelay(argument: _dbosd_v1_SetWorkflowDelayRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowDelayResponse__Output>): grpc.ClientUnaryCall;
  setWorkflowDelay(argument: _dbosd_v1_SetWorkflowDelayRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowDelayResponse__Output>): grpc.ClientUnaryCall;
  setWorkflowDelay(argument: _dbosd_v1_SetWorkflowDelayRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowDelayResponse__Output>): grpc.ClientUnaryCall;
  setWorkflowDelay(argument: _dbosd_v1_SetWorkflowDelayRequest, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowDelayResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Changes the priority of a workflow that has not begun.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  SetWorkflowPriority(argument: _dbosd_v1_SetWorkflowPriorityRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowPriorityResponse__Output>): grpc.ClientUnaryCall;
  SetWorkflowPriority(argument: _dbosd_v1_SetWorkflowPriorityRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowPriorityResponse__Output>): grpc.ClientUnaryCall;
  SetWorkflowPriority(argument: _dbosd_v1_SetWorkflowPriorityRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowPriorityResponse__Output>): grpc.ClientUnaryCall;
  SetWorkflowPriority(argument: _dbosd_v1_SetWorkflowPriorityRequest, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowPriorityResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Changes the priority of a workflow that has not begun.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  setWorkflowPriority(argument: _dbosd_v1_SetWorkflowPriorityRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowPriorityResponse__Output>): grpc.ClientUnaryCall;
  setWorkflowPriority(argument: _dbosd_v1_SetWorkflowPriorityRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowPriorityResponse__Output>): grpc.ClientUnaryCall;
  setWorkflowPriority(argument: _dbosd_v1_SetWorkflowPriorityRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowPriorityResponse__Output>): grpc.ClientUnaryCall;
  setWorkflowPriority(argument: _dbosd_v1_SetWorkflowPriorityRequest, callback: grpc.requestCallback<_dbosd_v1_SetWorkflowPriorityResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Workflows: enqueued for a DBOS application to run, looked at, waited for.
 */
export interface WorkflowServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Waits until one of several workflows has ended, in any way, and returns its outcome. One that is deleted meanwhile:
   * WORKFLOW_NOT_FOUND.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  AwaitFirst: grpc.handleUnaryCall<_dbosd_v1_AwaitFirstRequest__Output, _dbosd_v1_AwaitFirstResponse>;
  
  /**
   * Waits until a workflow has ended, in any way, and returns its outcome. One that is deleted meanwhile:
   * WORKFLOW_NOT_FOUND.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  AwaitWorkflow: grpc.handleUnaryCall<_dbosd_v1_AwaitWorkflowRequest__Output, _dbosd_v1_AwaitWorkflowResponse>;
  
  /**
   * Cancels workflows that have not ended with a result or an error. What they still run stops at its next step.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  CancelWorkflows: grpc.handleUnaryCall<_dbosd_v1_CancelWorkflowsRequest__Output, _dbosd_v1_CancelWorkflowsResponse>;
  
  /**
   * Deletes workflows with all that belongs to them: steps, messages, events, streams.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  DeleteWorkflows: grpc.handleUnaryCall<_dbosd_v1_DeleteWorkflowsRequest__Output, _dbosd_v1_DeleteWorkflowsResponse>;
  
  /**
   * Enqueues a workflow and sends it its first messages, both or neither. Where the workflow is there already, and the
   * policies let it be, the messages are sent to that one.
   * Errors: those of EnqueueWorkflow, IDEMPOTENCY_KEY_REUSED, OVERLOADED.
   */
  EnqueueAndSend: grpc.handleUnaryCall<_dbosd_v1_EnqueueAndSendRequest__Output, _dbosd_v1_EnqueueAndSendResponse>;
  
  /**
   * Enqueues a workflow by name; an application that listens to the queue runs it.
   * Errors: WORKFLOW_ID_CONFLICT, WORKFLOW_ID_IN_USE, DEDUPLICATION_CONFLICT, INVALID_FIELD, PAYLOAD_TOO_LARGE.
   */
  EnqueueWorkflow: grpc.handleUnaryCall<_dbosd_v1_EnqueueWorkflowRequest__Output, _dbosd_v1_EnqueueWorkflowResponse>;
  
  /**
   * Makes a new workflow of another's input and of its first steps, which are not run again, and enqueues it.
   * Errors: WORKFLOW_NOT_FOUND, WORKFLOW_ID_IN_USE, INVALID_FIELD.
   */
  ForkWorkflow: grpc.handleUnaryCall<_dbosd_v1_ForkWorkflowRequest__Output, _dbosd_v1_ForkWorkflowResponse>;
  
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
  
  /**
   * Enqueues workflows that have not ended with a result or an error, to go on behind their last step.
   * Errors: WORKFLOW_NOT_FOUND (then none of them is resumed), IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  ResumeWorkflows: grpc.handleUnaryCall<_dbosd_v1_ResumeWorkflowsRequest__Output, _dbosd_v1_ResumeWorkflowsResponse>;
  
  /**
   * Takes a workflow that has ended back to one of its steps, and enqueues it: later steps, events and close marks are
   * undone, and messages that were received later, or not at all, are deleted.
   * Errors: WORKFLOW_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, INVALID_FIELD (also when it has not ended).
   */
  RewindWorkflow: grpc.handleUnaryCall<_dbosd_v1_RewindWorkflowRequest__Output, _dbosd_v1_RewindWorkflowResponse>;
  
  /**
   * Replaces the attributes of a workflow.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD, PAYLOAD_TOO_LARGE.
   */
  SetWorkflowAttributes: grpc.handleUnaryCall<_dbosd_v1_SetWorkflowAttributesRequest__Output, _dbosd_v1_SetWorkflowAttributesResponse>;
  
  /**
   * Changes when a delayed workflow begins.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  SetWorkflowDelay: grpc.handleUnaryCall<_dbosd_v1_SetWorkflowDelayRequest__Output, _dbosd_v1_SetWorkflowDelayResponse>;
  
  /**
   * Changes the priority of a workflow that has not begun.
   * Errors: IDEMPOTENCY_KEY_REUSED, INVALID_FIELD.
   */
  SetWorkflowPriority: grpc.handleUnaryCall<_dbosd_v1_SetWorkflowPriorityRequest__Output, _dbosd_v1_SetWorkflowPriorityResponse>;
  
}

export interface WorkflowServiceDefinition extends grpc.ServiceDefinition {
  AwaitFirst: MethodDefinition<_dbosd_v1_AwaitFirstRequest, _dbosd_v1_AwaitFirstResponse, _dbosd_v1_AwaitFirstRequest__Output, _dbosd_v1_AwaitFirstResponse__Output>
  AwaitWorkflow: MethodDefinition<_dbosd_v1_AwaitWorkflowRequest, _dbosd_v1_AwaitWorkflowResponse, _dbosd_v1_AwaitWorkflowRequest__Output, _dbosd_v1_AwaitWorkflowResponse__Output>
  CancelWorkflows: MethodDefinition<_dbosd_v1_CancelWorkflowsRequest, _dbosd_v1_CancelWorkflowsResponse, _dbosd_v1_CancelWorkflowsRequest__Output, _dbosd_v1_CancelWorkflowsResponse__Output>
  DeleteWorkflows: MethodDefinition<_dbosd_v1_DeleteWorkflowsRequest, _dbosd_v1_DeleteWorkflowsResponse, _dbosd_v1_DeleteWorkflowsRequest__Output, _dbosd_v1_DeleteWorkflowsResponse__Output>
  EnqueueAndSend: MethodDefinition<_dbosd_v1_EnqueueAndSendRequest, _dbosd_v1_EnqueueAndSendResponse, _dbosd_v1_EnqueueAndSendRequest__Output, _dbosd_v1_EnqueueAndSendResponse__Output>
  EnqueueWorkflow: MethodDefinition<_dbosd_v1_EnqueueWorkflowRequest, _dbosd_v1_EnqueueWorkflowResponse, _dbosd_v1_EnqueueWorkflowRequest__Output, _dbosd_v1_EnqueueWorkflowResponse__Output>
  ForkWorkflow: MethodDefinition<_dbosd_v1_ForkWorkflowRequest, _dbosd_v1_ForkWorkflowResponse, _dbosd_v1_ForkWorkflowRequest__Output, _dbosd_v1_ForkWorkflowResponse__Output>
  GetWorkflow: MethodDefinition<_dbosd_v1_GetWorkflowRequest, _dbosd_v1_GetWorkflowResponse, _dbosd_v1_GetWorkflowRequest__Output, _dbosd_v1_GetWorkflowResponse__Output>
  ListWorkflowSteps: MethodDefinition<_dbosd_v1_ListWorkflowStepsRequest, _dbosd_v1_ListWorkflowStepsResponse, _dbosd_v1_ListWorkflowStepsRequest__Output, _dbosd_v1_ListWorkflowStepsResponse__Output>
  ListWorkflows: MethodDefinition<_dbosd_v1_ListWorkflowsRequest, _dbosd_v1_ListWorkflowsResponse, _dbosd_v1_ListWorkflowsRequest__Output, _dbosd_v1_ListWorkflowsResponse__Output>
  ResumeWorkflows: MethodDefinition<_dbosd_v1_ResumeWorkflowsRequest, _dbosd_v1_ResumeWorkflowsResponse, _dbosd_v1_ResumeWorkflowsRequest__Output, _dbosd_v1_ResumeWorkflowsResponse__Output>
  RewindWorkflow: MethodDefinition<_dbosd_v1_RewindWorkflowRequest, _dbosd_v1_RewindWorkflowResponse, _dbosd_v1_RewindWorkflowRequest__Output, _dbosd_v1_RewindWorkflowResponse__Output>
  SetWorkflowAttributes: MethodDefinition<_dbosd_v1_SetWorkflowAttributesRequest, _dbosd_v1_SetWorkflowAttributesResponse, _dbosd_v1_SetWorkflowAttributesRequest__Output, _dbosd_v1_SetWorkflowAttributesResponse__Output>
  SetWorkflowDelay: MethodDefinition<_dbosd_v1_SetWorkflowDelayRequest, _dbosd_v1_SetWorkflowDelayResponse, _dbosd_v1_SetWorkflowDelayRequest__Output, _dbosd_v1_SetWorkflowDelayResponse__Output>
  SetWorkflowPriority: MethodDefinition<_dbosd_v1_SetWorkflowPriorityRequest, _dbosd_v1_SetWorkflowPriorityResponse, _dbosd_v1_SetWorkflowPriorityRequest__Output, _dbosd_v1_SetWorkflowPriorityResponse__Output>
}
