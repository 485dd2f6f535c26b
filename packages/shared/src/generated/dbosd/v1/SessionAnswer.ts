// Original file: proto/dbosd/v1/session_service.proto

import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from '../../google/rpc/Status.js';
import type { SendResponse as _dbosd_v1_SendResponse, SendResponse__Output as _dbosd_v1_SendResponse__Output } from '../../dbosd/v1/SendResponse.js';
import type { SendBatchResponse as _dbosd_v1_SendBatchResponse, SendBatchResponse__Output as _dbosd_v1_SendBatchResponse__Output } from '../../dbosd/v1/SendBatchResponse.js';
import type { ListMessagesResponse as _dbosd_v1_ListMessagesResponse, ListMessagesResponse__Output as _dbosd_v1_ListMessagesResponse__Output } from '../../dbosd/v1/ListMessagesResponse.js';
import type { GetEventResponse as _dbosd_v1_GetEventResponse, GetEventResponse__Output as _dbosd_v1_GetEventResponse__Output } from '../../dbosd/v1/GetEventResponse.js';
import type { ListEventsResponse as _dbosd_v1_ListEventsResponse, ListEventsResponse__Output as _dbosd_v1_ListEventsResponse__Output } from '../../dbosd/v1/ListEventsResponse.js';
import type { ReadStreamOffsetResponse as _dbosd_v1_ReadStreamOffsetResponse, ReadStreamOffsetResponse__Output as _dbosd_v1_ReadStreamOffsetResponse__Output } from '../../dbosd/v1/ReadStreamOffsetResponse.js';
import type { ListStreamsResponse as _dbosd_v1_ListStreamsResponse, ListStreamsResponse__Output as _dbosd_v1_ListStreamsResponse__Output } from '../../dbosd/v1/ListStreamsResponse.js';
import type { EnqueueWorkflowResponse as _dbosd_v1_EnqueueWorkflowResponse, EnqueueWorkflowResponse__Output as _dbosd_v1_EnqueueWorkflowResponse__Output } from '../../dbosd/v1/EnqueueWorkflowResponse.js';
import type { GetWorkflowResponse as _dbosd_v1_GetWorkflowResponse, GetWorkflowResponse__Output as _dbosd_v1_GetWorkflowResponse__Output } from '../../dbosd/v1/GetWorkflowResponse.js';
import type { AwaitWorkflowResponse as _dbosd_v1_AwaitWorkflowResponse, AwaitWorkflowResponse__Output as _dbosd_v1_AwaitWorkflowResponse__Output } from '../../dbosd/v1/AwaitWorkflowResponse.js';
import type { UpsertQueueResponse as _dbosd_v1_UpsertQueueResponse, UpsertQueueResponse__Output as _dbosd_v1_UpsertQueueResponse__Output } from '../../dbosd/v1/UpsertQueueResponse.js';
import type { GetQueueResponse as _dbosd_v1_GetQueueResponse, GetQueueResponse__Output as _dbosd_v1_GetQueueResponse__Output } from '../../dbosd/v1/GetQueueResponse.js';
import type { ListWorkflowsResponse as _dbosd_v1_ListWorkflowsResponse, ListWorkflowsResponse__Output as _dbosd_v1_ListWorkflowsResponse__Output } from '../../dbosd/v1/ListWorkflowsResponse.js';
import type { ListWorkflowStepsResponse as _dbosd_v1_ListWorkflowStepsResponse, ListWorkflowStepsResponse__Output as _dbosd_v1_ListWorkflowStepsResponse__Output } from '../../dbosd/v1/ListWorkflowStepsResponse.js';
import type { ListQueuesResponse as _dbosd_v1_ListQueuesResponse, ListQueuesResponse__Output as _dbosd_v1_ListQueuesResponse__Output } from '../../dbosd/v1/ListQueuesResponse.js';
import type { AwaitFirstResponse as _dbosd_v1_AwaitFirstResponse, AwaitFirstResponse__Output as _dbosd_v1_AwaitFirstResponse__Output } from '../../dbosd/v1/AwaitFirstResponse.js';
import type { CancelWorkflowsResponse as _dbosd_v1_CancelWorkflowsResponse, CancelWorkflowsResponse__Output as _dbosd_v1_CancelWorkflowsResponse__Output } from '../../dbosd/v1/CancelWorkflowsResponse.js';
import type { ResumeWorkflowsResponse as _dbosd_v1_ResumeWorkflowsResponse, ResumeWorkflowsResponse__Output as _dbosd_v1_ResumeWorkflowsResponse__Output } from '../../dbosd/v1/ResumeWorkflowsResponse.js';
import type { DeleteWorkflowsResponse as _dbosd_v1_DeleteWorkflowsResponse, DeleteWorkflowsResponse__Output as _dbosd_v1_DeleteWorkflowsResponse__Output } from '../../dbosd/v1/DeleteWorkflowsResponse.js';
import type { SetWorkflowDelayResponse as _dbosd_v1_SetWorkflowDelayResponse, SetWorkflowDelayResponse__Output as _dbosd_v1_SetWorkflowDelayResponse__Output } from '../../dbosd/v1/SetWorkflowDelayResponse.js';
import type { SetWorkflowPriorityResponse as _dbosd_v1_SetWorkflowPriorityResponse, SetWorkflowPriorityResponse__Output as _dbosd_v1_SetWorkflowPriorityResponse__Output } from '../../dbosd/v1/SetWorkflowPriorityResponse.js';
import type { SetWorkflowAttributesResponse as _dbosd_v1_SetWorkflowAttributesResponse, SetWorkflowAttributesResponse__Output as _dbosd_v1_SetWorkflowAttributesResponse__Output } from '../../dbosd/v1/SetWorkflowAttributesResponse.js';
import type { DeleteQueueResponse as _dbosd_v1_DeleteQueueResponse, DeleteQueueResponse__Output as _dbosd_v1_DeleteQueueResponse__Output } from '../../dbosd/v1/DeleteQueueResponse.js';
import type { ForkWorkflowResponse as _dbosd_v1_ForkWorkflowResponse, ForkWorkflowResponse__Output as _dbosd_v1_ForkWorkflowResponse__Output } from '../../dbosd/v1/ForkWorkflowResponse.js';
import type { RewindWorkflowResponse as _dbosd_v1_RewindWorkflowResponse, RewindWorkflowResponse__Output as _dbosd_v1_RewindWorkflowResponse__Output } from '../../dbosd/v1/RewindWorkflowResponse.js';
import type { EnqueueAndSendResponse as _dbosd_v1_EnqueueAndSendResponse, EnqueueAndSendResponse__Output as _dbosd_v1_EnqueueAndSendResponse__Output } from '../../dbosd/v1/EnqueueAndSendResponse.js';
import type { Long } from '@grpc/proto-loader';

/**
 * The answer to a request.
 */
export interface SessionAnswer {
  /**
   * The request's number.
   */
  'id'?: (number | string | Long);
  /**
   * The call failed: the status and details that the method answers with.
   */
  'error'?: (_google_rpc_Status | null);
  /**
   * MessageService.Send
   */
  'send'?: (_dbosd_v1_SendResponse | null);
  /**
   * MessageService.SendBatch
   */
  'sendBatch'?: (_dbosd_v1_SendBatchResponse | null);
  /**
   * MessageService.ListMessages
   */
  'listMessages'?: (_dbosd_v1_ListMessagesResponse | null);
  /**
   * EventService.GetEvent
   */
  'getEvent'?: (_dbosd_v1_GetEventResponse | null);
  /**
   * EventService.ListEvents
   */
  'listEvents'?: (_dbosd_v1_ListEventsResponse | null);
  /**
   * StreamService.ReadStreamOffset
   */
  'readStreamOffset'?: (_dbosd_v1_ReadStreamOffsetResponse | null);
  /**
   * StreamService.ListStreams
   */
  'listStreams'?: (_dbosd_v1_ListStreamsResponse | null);
  /**
   * WorkflowService.EnqueueWorkflow
   */
  'enqueueWorkflow'?: (_dbosd_v1_EnqueueWorkflowResponse | null);
  /**
   * WorkflowService.GetWorkflow
   */
  'getWorkflow'?: (_dbosd_v1_GetWorkflowResponse | null);
  /**
   * WorkflowService.AwaitWorkflow
   */
  'awaitWorkflow'?: (_dbosd_v1_AwaitWorkflowResponse | null);
  /**
   * QueueService.UpsertQueue
   */
  'upsertQueue'?: (_dbosd_v1_UpsertQueueResponse | null);
  /**
   * QueueService.GetQueue
   */
  'getQueue'?: (_dbosd_v1_GetQueueResponse | null);
  /**
   * WorkflowService.ListWorkflows
   */
  'listWorkflows'?: (_dbosd_v1_ListWorkflowsResponse | null);
  /**
   * WorkflowService.ListWorkflowSteps
   */
  'listWorkflowSteps'?: (_dbosd_v1_ListWorkflowStepsResponse | null);
  /**
   * QueueService.ListQueues
   */
  'listQueues'?: (_dbosd_v1_ListQueuesResponse | null);
  /**
   * WorkflowService.AwaitFirst
   */
  'awaitFirst'?: (_dbosd_v1_AwaitFirstResponse | null);
  /**
   * WorkflowService.CancelWorkflows
   */
  'cancelWorkflows'?: (_dbosd_v1_CancelWorkflowsResponse | null);
  /**
   * WorkflowService.ResumeWorkflows
   */
  'resumeWorkflows'?: (_dbosd_v1_ResumeWorkflowsResponse | null);
  /**
   * WorkflowService.DeleteWorkflows
   */
  'deleteWorkflows'?: (_dbosd_v1_DeleteWorkflowsResponse | null);
  /**
   * WorkflowService.SetWorkflowDelay
   */
  'setWorkflowDelay'?: (_dbosd_v1_SetWorkflowDelayResponse | null);
  /**
   * WorkflowService.SetWorkflowPriority
   */
  'setWorkflowPriority'?: (_dbosd_v1_SetWorkflowPriorityResponse | null);
  /**
   * WorkflowService.SetWorkflowAttributes
   */
  'setWorkflowAttributes'?: (_dbosd_v1_SetWorkflowAttributesResponse | null);
  /**
   * QueueService.DeleteQueue
   */
  'deleteQueue'?: (_dbosd_v1_DeleteQueueResponse | null);
  /**
   * WorkflowService.ForkWorkflow
   */
  'forkWorkflow'?: (_dbosd_v1_ForkWorkflowResponse | null);
  /**
   * WorkflowService.RewindWorkflow
   */
  'rewindWorkflow'?: (_dbosd_v1_RewindWorkflowResponse | null);
  /**
   * WorkflowService.EnqueueAndSend
   */
  'enqueueAndSend'?: (_dbosd_v1_EnqueueAndSendResponse | null);
  /**
   * Exactly one is set: the error, or the response of the method called.
   */
  'outcome'?: "error"|"send"|"sendBatch"|"listMessages"|"getEvent"|"listEvents"|"readStreamOffset"|"listStreams"|"enqueueWorkflow"|"getWorkflow"|"awaitWorkflow"|"upsertQueue"|"getQueue"|"listWorkflows"|"listWorkflowSteps"|"listQueues"|"awaitFirst"|"cancelWorkflows"|"resumeWorkflows"|"deleteWorkflows"|"setWorkflowDelay"|"setWorkflowPriority"|"setWorkflowAttributes"|"deleteQueue"|"forkWorkflow"|"rewindWorkflow"|"enqueueAndSend";
}

/**
 * The answer to a request.
 */
export interface SessionAnswer__Output {
  /**
   * The request's number.
   */
  'id': (number);
  /**
   * The call failed: the status and details that the method answers with.
   */
  'error'?: (_google_rpc_Status__Output | null);
  /**
   * MessageService.Send
   */
  'send'?: (_dbosd_v1_SendResponse__Output | null);
  /**
   * MessageService.SendBatch
   */
  'sendBatch'?: (_dbosd_v1_SendBatchResponse__Output | null);
  /**
   * MessageService.ListMessages
   */
  'listMessages'?: (_dbosd_v1_ListMessagesResponse__Output | null);
  /**
   * EventService.GetEvent
   */
  'getEvent'?: (_dbosd_v1_GetEventResponse__Output | null);
  /**
   * EventService.ListEvents
   */
  'listEvents'?: (_dbosd_v1_ListEventsResponse__Output | null);
  /**
   * StreamService.ReadStreamOffset
   */
  'readStreamOffset'?: (_dbosd_v1_ReadStreamOffsetResponse__Output | null);
  /**
   * StreamService.ListStreams
   */
  'listStreams'?: (_dbosd_v1_ListStreamsResponse__Output | null);
  /**
   * WorkflowService.EnqueueWorkflow
   */
  'enqueueWorkflow'?: (_dbosd_v1_EnqueueWorkflowResponse__Output | null);
  /**
   * WorkflowService.GetWorkflow
   */
  'getWorkflow'?: (_dbosd_v1_GetWorkflowResponse__Output | null);
  /**
   * WorkflowService.AwaitWorkflow
   */
  'awaitWorkflow'?: (_dbosd_v1_AwaitWorkflowResponse__Output | null);
  /**
   * QueueService.UpsertQueue
   */
  'upsertQueue'?: (_dbosd_v1_UpsertQueueResponse__Output | null);
  /**
   * QueueService.GetQueue
   */
  'getQueue'?: (_dbosd_v1_GetQueueResponse__Output | null);
  /**
   * WorkflowService.ListWorkflows
   */
  'listWorkflows'?: (_dbosd_v1_ListWorkflowsResponse__Output | null);
  /**
   * WorkflowService.ListWorkflowSteps
   */
  'listWorkflowSteps'?: (_dbosd_v1_ListWorkflowStepsResponse__Output | null);
  /**
   * QueueService.ListQueues
   */
  'listQueues'?: (_dbosd_v1_ListQueuesResponse__Output | null);
  /**
   * WorkflowService.AwaitFirst
   */
  'awaitFirst'?: (_dbosd_v1_AwaitFirstResponse__Output | null);
  /**
   * WorkflowService.CancelWorkflows
   */
  'cancelWorkflows'?: (_dbosd_v1_CancelWorkflowsResponse__Output | null);
  /**
   * WorkflowService.ResumeWorkflows
   */
  'resumeWorkflows'?: (_dbosd_v1_ResumeWorkflowsResponse__Output | null);
  /**
   * WorkflowService.DeleteWorkflows
   */
  'deleteWorkflows'?: (_dbosd_v1_DeleteWorkflowsResponse__Output | null);
  /**
   * WorkflowService.SetWorkflowDelay
   */
  'setWorkflowDelay'?: (_dbosd_v1_SetWorkflowDelayResponse__Output | null);
  /**
   * WorkflowService.SetWorkflowPriority
   */
  'setWorkflowPriority'?: (_dbosd_v1_SetWorkflowPriorityResponse__Output | null);
  /**
   * WorkflowService.SetWorkflowAttributes
   */
  'setWorkflowAttributes'?: (_dbosd_v1_SetWorkflowAttributesResponse__Output | null);
  /**
   * QueueService.DeleteQueue
   */
  'deleteQueue'?: (_dbosd_v1_DeleteQueueResponse__Output | null);
  /**
   * WorkflowService.ForkWorkflow
   */
  'forkWorkflow'?: (_dbosd_v1_ForkWorkflowResponse__Output | null);
  /**
   * WorkflowService.RewindWorkflow
   */
  'rewindWorkflow'?: (_dbosd_v1_RewindWorkflowResponse__Output | null);
  /**
   * WorkflowService.EnqueueAndSend
   */
  'enqueueAndSend'?: (_dbosd_v1_EnqueueAndSendResponse__Output | null);
  /**
   * Exactly one is set: the error, or the response of the method called.
   */
  'outcome'?: "error"|"send"|"sendBatch"|"listMessages"|"getEvent"|"listEvents"|"readStreamOffset"|"listStreams"|"enqueueWorkflow"|"getWorkflow"|"awaitWorkflow"|"upsertQueue"|"getQueue"|"listWorkflows"|"listWorkflowSteps"|"listQueues"|"awaitFirst"|"cancelWorkflows"|"resumeWorkflows"|"deleteWorkflows"|"setWorkflowDelay"|"setWorkflowPriority"|"setWorkflowAttributes"|"deleteQueue"|"forkWorkflow"|"rewindWorkflow"|"enqueueAndSend";
}
