// Original file: proto/dbosd/v1/session_service.proto

import type { SendRequest as _dbosd_v1_SendRequest, SendRequest__Output as _dbosd_v1_SendRequest__Output } from '../../dbosd/v1/SendRequest.js';
import type { SendBatchRequest as _dbosd_v1_SendBatchRequest, SendBatchRequest__Output as _dbosd_v1_SendBatchRequest__Output } from '../../dbosd/v1/SendBatchRequest.js';
import type { ListMessagesRequest as _dbosd_v1_ListMessagesRequest, ListMessagesRequest__Output as _dbosd_v1_ListMessagesRequest__Output } from '../../dbosd/v1/ListMessagesRequest.js';
import type { GetEventRequest as _dbosd_v1_GetEventRequest, GetEventRequest__Output as _dbosd_v1_GetEventRequest__Output } from '../../dbosd/v1/GetEventRequest.js';
import type { ListEventsRequest as _dbosd_v1_ListEventsRequest, ListEventsRequest__Output as _dbosd_v1_ListEventsRequest__Output } from '../../dbosd/v1/ListEventsRequest.js';
import type { ReadStreamOffsetRequest as _dbosd_v1_ReadStreamOffsetRequest, ReadStreamOffsetRequest__Output as _dbosd_v1_ReadStreamOffsetRequest__Output } from '../../dbosd/v1/ReadStreamOffsetRequest.js';
import type { ListStreamsRequest as _dbosd_v1_ListStreamsRequest, ListStreamsRequest__Output as _dbosd_v1_ListStreamsRequest__Output } from '../../dbosd/v1/ListStreamsRequest.js';
import type { EnqueueWorkflowRequest as _dbosd_v1_EnqueueWorkflowRequest, EnqueueWorkflowRequest__Output as _dbosd_v1_EnqueueWorkflowRequest__Output } from '../../dbosd/v1/EnqueueWorkflowRequest.js';
import type { GetWorkflowRequest as _dbosd_v1_GetWorkflowRequest, GetWorkflowRequest__Output as _dbosd_v1_GetWorkflowRequest__Output } from '../../dbosd/v1/GetWorkflowRequest.js';
import type { AwaitWorkflowRequest as _dbosd_v1_AwaitWorkflowRequest, AwaitWorkflowRequest__Output as _dbosd_v1_AwaitWorkflowRequest__Output } from '../../dbosd/v1/AwaitWorkflowRequest.js';
import type { UpsertQueueRequest as _dbosd_v1_UpsertQueueRequest, UpsertQueueRequest__Output as _dbosd_v1_UpsertQueueRequest__Output } from '../../dbosd/v1/UpsertQueueRequest.js';
import type { GetQueueRequest as _dbosd_v1_GetQueueRequest, GetQueueRequest__Output as _dbosd_v1_GetQueueRequest__Output } from '../../dbosd/v1/GetQueueRequest.js';
import type { ListWorkflowsRequest as _dbosd_v1_ListWorkflowsRequest, ListWorkflowsRequest__Output as _dbosd_v1_ListWorkflowsRequest__Output } from '../../dbosd/v1/ListWorkflowsRequest.js';
import type { ListWorkflowStepsRequest as _dbosd_v1_ListWorkflowStepsRequest, ListWorkflowStepsRequest__Output as _dbosd_v1_ListWorkflowStepsRequest__Output } from '../../dbosd/v1/ListWorkflowStepsRequest.js';
import type { ListQueuesRequest as _dbosd_v1_ListQueuesRequest, ListQueuesRequest__Output as _dbosd_v1_ListQueuesRequest__Output } from '../../dbosd/v1/ListQueuesRequest.js';
import type { AwaitFirstRequest as _dbosd_v1_AwaitFirstRequest, AwaitFirstRequest__Output as _dbosd_v1_AwaitFirstRequest__Output } from '../../dbosd/v1/AwaitFirstRequest.js';
import type { CancelWorkflowsRequest as _dbosd_v1_CancelWorkflowsRequest, CancelWorkflowsRequest__Output as _dbosd_v1_CancelWorkflowsRequest__Output } from '../../dbosd/v1/CancelWorkflowsRequest.js';
import type { ResumeWorkflowsRequest as _dbosd_v1_ResumeWorkflowsRequest, ResumeWorkflowsRequest__Output as _dbosd_v1_ResumeWorkflowsRequest__Output } from '../../dbosd/v1/ResumeWorkflowsRequest.js';
import type { DeleteWorkflowsRequest as _dbosd_v1_DeleteWorkflowsRequest, DeleteWorkflowsRequest__Output as _dbosd_v1_DeleteWorkflowsRequest__Output } from '../../dbosd/v1/DeleteWorkflowsRequest.js';
import type { SetWorkflowDelayRequest as _dbosd_v1_SetWorkflowDelayRequest, SetWorkflowDelayRequest__Output as _dbosd_v1_SetWorkflowDelayRequest__Output } from '../../dbosd/v1/SetWorkflowDelayRequest.js';
import type { SetWorkflowPriorityRequest as _dbosd_v1_SetWorkflowPriorityRequest, SetWorkflowPriorityRequest__Output as _dbosd_v1_SetWorkflowPriorityRequest__Output } from '../../dbosd/v1/SetWorkflowPriorityRequest.js';
import type { SetWorkflowAttributesRequest as _dbosd_v1_SetWorkflowAttributesRequest, SetWorkflowAttributesRequest__Output as _dbosd_v1_SetWorkflowAttributesRequest__Output } from '../../dbosd/v1/SetWorkflowAttributesRequest.js';
import type { DeleteQueueRequest as _dbosd_v1_DeleteQueueRequest, DeleteQueueRequest__Output as _dbosd_v1_DeleteQueueRequest__Output } from '../../dbosd/v1/DeleteQueueRequest.js';
import type { ForkWorkflowRequest as _dbosd_v1_ForkWorkflowRequest, ForkWorkflowRequest__Output as _dbosd_v1_ForkWorkflowRequest__Output } from '../../dbosd/v1/ForkWorkflowRequest.js';
import type { RewindWorkflowRequest as _dbosd_v1_RewindWorkflowRequest, RewindWorkflowRequest__Output as _dbosd_v1_RewindWorkflowRequest__Output } from '../../dbosd/v1/RewindWorkflowRequest.js';
import type { EnqueueAndSendRequest as _dbosd_v1_EnqueueAndSendRequest, EnqueueAndSendRequest__Output as _dbosd_v1_EnqueueAndSendRequest__Output } from '../../dbosd/v1/EnqueueAndSendRequest.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A numbered request.
 */
export interface SessionRequest {
  /**
   * Its number, made by the client, unique among the session's requests and subscriptions in flight, from 1
   * to 2^53 - 1.
   */
  'id'?: (number | string | Long);
  /**
   * MessageService.Send
   */
  'send'?: (_dbosd_v1_SendRequest | null);
  /**
   * MessageService.SendBatch
   */
  'sendBatch'?: (_dbosd_v1_SendBatchRequest | null);
  /**
   * MessageService.ListMessages
   */
  'listMessages'?: (_dbosd_v1_ListMessagesRequest | null);
  /**
   * EventService.GetEvent
   */
  'getEvent'?: (_dbosd_v1_GetEventRequest | null);
  /**
   * EventService.ListEvents
   */
  'listEvents'?: (_dbosd_v1_ListEventsRequest | null);
  /**
   * StreamService.ReadStreamOffset
   */
  'readStreamOffset'?: (_dbosd_v1_ReadStreamOffsetRequest | null);
  /**
   * StreamService.ListStreams
   */
  'listStreams'?: (_dbosd_v1_ListStreamsRequest | null);
  /**
   * WorkflowService.EnqueueWorkflow
   */
  'enqueueWorkflow'?: (_dbosd_v1_EnqueueWorkflowRequest | null);
  /**
   * WorkflowService.GetWorkflow
   */
  'getWorkflow'?: (_dbosd_v1_GetWorkflowRequest | null);
  /**
   * WorkflowService.AwaitWorkflow
   */
  'awaitWorkflow'?: (_dbosd_v1_AwaitWorkflowRequest | null);
  /**
   * QueueService.UpsertQueue
   */
  'upsertQueue'?: (_dbosd_v1_UpsertQueueRequest | null);
  /**
   * QueueService.GetQueue
   */
  'getQueue'?: (_dbosd_v1_GetQueueRequest | null);
  /**
   * WorkflowService.ListWorkflows
   */
  'listWorkflows'?: (_dbosd_v1_ListWorkflowsRequest | null);
  /**
   * WorkflowService.ListWorkflowSteps
   */
  'listWorkflowSteps'?: (_dbosd_v1_ListWorkflowStepsRequest | null);
  /**
   * QueueService.ListQueues
   */
  'listQueues'?: (_dbosd_v1_ListQueuesRequest | null);
  /**
   * WorkflowService.AwaitFirst
   */
  'awaitFirst'?: (_dbosd_v1_AwaitFirstRequest | null);
  /**
   * WorkflowService.CancelWorkflows
   */
  'cancelWorkflows'?: (_dbosd_v1_CancelWorkflowsRequest | null);
  /**
   * WorkflowService.ResumeWorkflows
   */
  'resumeWorkflows'?: (_dbosd_v1_ResumeWorkflowsRequest | null);
  /**
   * WorkflowService.DeleteWorkflows
   */
  'deleteWorkflows'?: (_dbosd_v1_DeleteWorkflowsRequest | null);
  /**
   * WorkflowService.SetWorkflowDelay
   */
  'setWorkflowDelay'?: (_dbosd_v1_SetWorkflowDelayRequest | null);
  /**
   * WorkflowService.SetWorkflowPriority
   */
  'setWorkflowPriority'?: (_dbosd_v1_SetWorkflowPriorityRequest | null);
  /**
   * WorkflowService.SetWorkflowAttributes
   */
  'setWorkflowAttributes'?: (_dbosd_v1_SetWorkflowAttributesRequest | null);
  /**
   * QueueService.DeleteQueue
   */
  'deleteQueue'?: (_dbosd_v1_DeleteQueueRequest | null);
  /**
   * WorkflowService.ForkWorkflow
   */
  'forkWorkflow'?: (_dbosd_v1_ForkWorkflowRequest | null);
  /**
   * WorkflowService.RewindWorkflow
   */
  'rewindWorkflow'?: (_dbosd_v1_RewindWorkflowRequest | null);
  /**
   * WorkflowService.EnqueueAndSend
   */
  'enqueueAndSend'?: (_dbosd_v1_EnqueueAndSendRequest | null);
  /**
   * Exactly one is set. Cases and meanings are those of the methods with the same names.
   */
  'call'?: "send"|"sendBatch"|"listMessages"|"getEvent"|"listEvents"|"readStreamOffset"|"listStreams"|"enqueueWorkflow"|"getWorkflow"|"awaitWorkflow"|"upsertQueue"|"getQueue"|"listWorkflows"|"listWorkflowSteps"|"listQueues"|"awaitFirst"|"cancelWorkflows"|"resumeWorkflows"|"deleteWorkflows"|"setWorkflowDelay"|"setWorkflowPriority"|"setWorkflowAttributes"|"deleteQueue"|"forkWorkflow"|"rewindWorkflow"|"enqueueAndSend";
}

/**
 * A numbered request.
 */
export interface SessionRequest__Output {
  /**
   * Its number, made by the client, unique among the session's requests and subscriptions in flight, from 1
   * to 2^53 - 1.
   */
  'id': (number);
  /**
   * MessageService.Send
   */
  'send'?: (_dbosd_v1_SendRequest__Output | null);
  /**
   * MessageService.SendBatch
   */
  'sendBatch'?: (_dbosd_v1_SendBatchRequest__Output | null);
  /**
   * MessageService.ListMessages
   */
  'listMessages'?: (_dbosd_v1_ListMessagesRequest__Output | null);
  /**
   * EventService.GetEvent
   */
  'getEvent'?: (_dbosd_v1_GetEventRequest__Output | null);
  /**
   * EventService.ListEvents
   */
  'listEvents'?: (_dbosd_v1_ListEventsRequest__Output | null);
  /**
   * StreamService.ReadStreamOffset
   */
  'readStreamOffset'?: (_dbosd_v1_ReadStreamOffsetRequest__Output | null);
  /**
   * StreamService.ListStreams
   */
  'listStreams'?: (_dbosd_v1_ListStreamsRequest__Output | null);
  /**
   * WorkflowService.EnqueueWorkflow
   */
  'enqueueWorkflow'?: (_dbosd_v1_EnqueueWorkflowRequest__Output | null);
  /**
   * WorkflowService.GetWorkflow
   */
  'getWorkflow'?: (_dbosd_v1_GetWorkflowRequest__Output | null);
  /**
   * WorkflowService.AwaitWorkflow
   */
  'awaitWorkflow'?: (_dbosd_v1_AwaitWorkflowRequest__Output | null);
  /**
   * QueueService.UpsertQueue
   */
  'upsertQueue'?: (_dbosd_v1_UpsertQueueRequest__Output | null);
  /**
   * QueueService.GetQueue
   */
  'getQueue'?: (_dbosd_v1_GetQueueRequest__Output | null);
  /**
   * WorkflowService.ListWorkflows
   */
  'listWorkflows'?: (_dbosd_v1_ListWorkflowsRequest__Output | null);
  /**
   * WorkflowService.ListWorkflowSteps
   */
  'listWorkflowSteps'?: (_dbosd_v1_ListWorkflowStepsRequest__Output | null);
  /**
   * QueueService.ListQueues
   */
  'listQueues'?: (_dbosd_v1_ListQueuesRequest__Output | null);
  /**
   * WorkflowService.AwaitFirst
   */
  'awaitFirst'?: (_dbosd_v1_AwaitFirstRequest__Output | null);
  /**
   * WorkflowService.CancelWorkflows
   */
  'cancelWorkflows'?: (_dbosd_v1_CancelWorkflowsRequest__Output | null);
  /**
   * WorkflowService.ResumeWorkflows
   */
  'resumeWorkflows'?: (_dbosd_v1_ResumeWorkflowsRequest__Output | null);
  /**
   * WorkflowService.DeleteWorkflows
   */
  'deleteWorkflows'?: (_dbosd_v1_DeleteWorkflowsRequest__Output | null);
  /**
   * WorkflowService.SetWorkflowDelay
   */
  'setWorkflowDelay'?: (_dbosd_v1_SetWorkflowDelayRequest__Output | null);
  /**
   * WorkflowService.SetWorkflowPriority
   */
  'setWorkflowPriority'?: (_dbosd_v1_SetWorkflowPriorityRequest__Output | null);
  /**
   * WorkflowService.SetWorkflowAttributes
   */
  'setWorkflowAttributes'?: (_dbosd_v1_SetWorkflowAttributesRequest__Output | null);
  /**
   * QueueService.DeleteQueue
   */
  'deleteQueue'?: (_dbosd_v1_DeleteQueueRequest__Output | null);
  /**
   * WorkflowService.ForkWorkflow
   */
  'forkWorkflow'?: (_dbosd_v1_ForkWorkflowRequest__Output | null);
  /**
   * WorkflowService.RewindWorkflow
   */
  'rewindWorkflow'?: (_dbosd_v1_RewindWorkflowRequest__Output | null);
  /**
   * WorkflowService.EnqueueAndSend
   */
  'enqueueAndSend'?: (_dbosd_v1_EnqueueAndSendRequest__Output | null);
  /**
   * Exactly one is set. Cases and meanings are those of the methods with the same names.
   */
  'call'?: "send"|"sendBatch"|"listMessages"|"getEvent"|"listEvents"|"readStreamOffset"|"listStreams"|"enqueueWorkflow"|"getWorkflow"|"awaitWorkflow"|"upsertQueue"|"getQueue"|"listWorkflows"|"listWorkflowSteps"|"listQueues"|"awaitFirst"|"cancelWorkflows"|"resumeWorkflows"|"deleteWorkflows"|"setWorkflowDelay"|"setWorkflowPriority"|"setWorkflowAttributes"|"deleteQueue"|"forkWorkflow"|"rewindWorkflow"|"enqueueAndSend";
}
