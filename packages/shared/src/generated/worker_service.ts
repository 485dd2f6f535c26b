import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Assignment as _dbosd_v1_Assignment, Assignment__Output as _dbosd_v1_Assignment__Output } from './dbosd/v1/Assignment.js';
import type { AssignmentAnswer as _dbosd_v1_AssignmentAnswer, AssignmentAnswer__Output as _dbosd_v1_AssignmentAnswer__Output } from './dbosd/v1/AssignmentAnswer.js';
import type { Authenticate as _dbosd_v1_Authenticate, Authenticate__Output as _dbosd_v1_Authenticate__Output } from './dbosd/v1/Authenticate.js';
import type { AwaitFirstRequest as _dbosd_v1_AwaitFirstRequest, AwaitFirstRequest__Output as _dbosd_v1_AwaitFirstRequest__Output } from './dbosd/v1/AwaitFirstRequest.js';
import type { AwaitFirstResponse as _dbosd_v1_AwaitFirstResponse, AwaitFirstResponse__Output as _dbosd_v1_AwaitFirstResponse__Output } from './dbosd/v1/AwaitFirstResponse.js';
import type { AwaitWorkflowRequest as _dbosd_v1_AwaitWorkflowRequest, AwaitWorkflowRequest__Output as _dbosd_v1_AwaitWorkflowRequest__Output } from './dbosd/v1/AwaitWorkflowRequest.js';
import type { AwaitWorkflowResponse as _dbosd_v1_AwaitWorkflowResponse, AwaitWorkflowResponse__Output as _dbosd_v1_AwaitWorkflowResponse__Output } from './dbosd/v1/AwaitWorkflowResponse.js';
import type { CancelWorkflowsRequest as _dbosd_v1_CancelWorkflowsRequest, CancelWorkflowsRequest__Output as _dbosd_v1_CancelWorkflowsRequest__Output } from './dbosd/v1/CancelWorkflowsRequest.js';
import type { CancelWorkflowsResponse as _dbosd_v1_CancelWorkflowsResponse, CancelWorkflowsResponse__Output as _dbosd_v1_CancelWorkflowsResponse__Output } from './dbosd/v1/CancelWorkflowsResponse.js';
import type { Checkpoint as _dbosd_v1_Checkpoint, Checkpoint__Output as _dbosd_v1_Checkpoint__Output } from './dbosd/v1/Checkpoint.js';
import type { CheckpointPage as _dbosd_v1_CheckpointPage, CheckpointPage__Output as _dbosd_v1_CheckpointPage__Output } from './dbosd/v1/CheckpointPage.js';
import type { CloseStream as _dbosd_v1_CloseStream, CloseStream__Output as _dbosd_v1_CloseStream__Output } from './dbosd/v1/CloseStream.js';
import type { ConfirmRun as _dbosd_v1_ConfirmRun, ConfirmRun__Output as _dbosd_v1_ConfirmRun__Output } from './dbosd/v1/ConfirmRun.js';
import type { ConnectRequest as _dbosd_v1_ConnectRequest, ConnectRequest__Output as _dbosd_v1_ConnectRequest__Output } from './dbosd/v1/ConnectRequest.js';
import type { ConnectResponse as _dbosd_v1_ConnectResponse, ConnectResponse__Output as _dbosd_v1_ConnectResponse__Output } from './dbosd/v1/ConnectResponse.js';
import type { Credit as _dbosd_v1_Credit, Credit__Output as _dbosd_v1_Credit__Output } from './dbosd/v1/Credit.js';
import type { DeadlineRecorded as _dbosd_v1_DeadlineRecorded, DeadlineRecorded__Output as _dbosd_v1_DeadlineRecorded__Output } from './dbosd/v1/DeadlineRecorded.js';
import type { DeleteQueueRequest as _dbosd_v1_DeleteQueueRequest, DeleteQueueRequest__Output as _dbosd_v1_DeleteQueueRequest__Output } from './dbosd/v1/DeleteQueueRequest.js';
import type { DeleteQueueResponse as _dbosd_v1_DeleteQueueResponse, DeleteQueueResponse__Output as _dbosd_v1_DeleteQueueResponse__Output } from './dbosd/v1/DeleteQueueResponse.js';
import type { DeleteWorkflowsRequest as _dbosd_v1_DeleteWorkflowsRequest, DeleteWorkflowsRequest__Output as _dbosd_v1_DeleteWorkflowsRequest__Output } from './dbosd/v1/DeleteWorkflowsRequest.js';
import type { DeleteWorkflowsResponse as _dbosd_v1_DeleteWorkflowsResponse, DeleteWorkflowsResponse__Output as _dbosd_v1_DeleteWorkflowsResponse__Output } from './dbosd/v1/DeleteWorkflowsResponse.js';
import type { DurableAnswer as _dbosd_v1_DurableAnswer, DurableAnswer__Output as _dbosd_v1_DurableAnswer__Output } from './dbosd/v1/DurableAnswer.js';
import type { DurableOperation as _dbosd_v1_DurableOperation, DurableOperation__Output as _dbosd_v1_DurableOperation__Output } from './dbosd/v1/DurableOperation.js';
import type { EnqueueAndSendRequest as _dbosd_v1_EnqueueAndSendRequest, EnqueueAndSendRequest__Output as _dbosd_v1_EnqueueAndSendRequest__Output } from './dbosd/v1/EnqueueAndSendRequest.js';
import type { EnqueueAndSendResponse as _dbosd_v1_EnqueueAndSendResponse, EnqueueAndSendResponse__Output as _dbosd_v1_EnqueueAndSendResponse__Output } from './dbosd/v1/EnqueueAndSendResponse.js';
import type { EnqueueWorkflowRequest as _dbosd_v1_EnqueueWorkflowRequest, EnqueueWorkflowRequest__Output as _dbosd_v1_EnqueueWorkflowRequest__Output } from './dbosd/v1/EnqueueWorkflowRequest.js';
import type { EnqueueWorkflowResponse as _dbosd_v1_EnqueueWorkflowResponse, EnqueueWorkflowResponse__Output as _dbosd_v1_EnqueueWorkflowResponse__Output } from './dbosd/v1/EnqueueWorkflowResponse.js';
import type { Event as _dbosd_v1_Event, Event__Output as _dbosd_v1_Event__Output } from './dbosd/v1/Event.js';
import type { EventChange as _dbosd_v1_EventChange, EventChange__Output as _dbosd_v1_EventChange__Output } from './dbosd/v1/EventChange.js';
import type { EventServiceClient as _dbosd_v1_EventServiceClient, EventServiceDefinition as _dbosd_v1_EventServiceDefinition } from './dbosd/v1/EventService.js';
import type { EventValue as _dbosd_v1_EventValue, EventValue__Output as _dbosd_v1_EventValue__Output } from './dbosd/v1/EventValue.js';
import type { FinishWorkflow as _dbosd_v1_FinishWorkflow, FinishWorkflow__Output as _dbosd_v1_FinishWorkflow__Output } from './dbosd/v1/FinishWorkflow.js';
import type { FirstMessage as _dbosd_v1_FirstMessage, FirstMessage__Output as _dbosd_v1_FirstMessage__Output } from './dbosd/v1/FirstMessage.js';
import type { FirstOutcome as _dbosd_v1_FirstOutcome, FirstOutcome__Output as _dbosd_v1_FirstOutcome__Output } from './dbosd/v1/FirstOutcome.js';
import type { ForkWorkflowRequest as _dbosd_v1_ForkWorkflowRequest, ForkWorkflowRequest__Output as _dbosd_v1_ForkWorkflowRequest__Output } from './dbosd/v1/ForkWorkflowRequest.js';
import type { ForkWorkflowResponse as _dbosd_v1_ForkWorkflowResponse, ForkWorkflowResponse__Output as _dbosd_v1_ForkWorkflowResponse__Output } from './dbosd/v1/ForkWorkflowResponse.js';
import type { GetEventRequest as _dbosd_v1_GetEventRequest, GetEventRequest__Output as _dbosd_v1_GetEventRequest__Output } from './dbosd/v1/GetEventRequest.js';
import type { GetEventResponse as _dbosd_v1_GetEventResponse, GetEventResponse__Output as _dbosd_v1_GetEventResponse__Output } from './dbosd/v1/GetEventResponse.js';
import type { GetQueueRequest as _dbosd_v1_GetQueueRequest, GetQueueRequest__Output as _dbosd_v1_GetQueueRequest__Output } from './dbosd/v1/GetQueueRequest.js';
import type { GetQueueResponse as _dbosd_v1_GetQueueResponse, GetQueueResponse__Output as _dbosd_v1_GetQueueResponse__Output } from './dbosd/v1/GetQueueResponse.js';
import type { GetWorkflowRequest as _dbosd_v1_GetWorkflowRequest, GetWorkflowRequest__Output as _dbosd_v1_GetWorkflowRequest__Output } from './dbosd/v1/GetWorkflowRequest.js';
import type { GetWorkflowResponse as _dbosd_v1_GetWorkflowResponse, GetWorkflowResponse__Output as _dbosd_v1_GetWorkflowResponse__Output } from './dbosd/v1/GetWorkflowResponse.js';
import type { GoingAway as _dbosd_v1_GoingAway, GoingAway__Output as _dbosd_v1_GoingAway__Output } from './dbosd/v1/GoingAway.js';
import type { ListEventsRequest as _dbosd_v1_ListEventsRequest, ListEventsRequest__Output as _dbosd_v1_ListEventsRequest__Output } from './dbosd/v1/ListEventsRequest.js';
import type { ListEventsResponse as _dbosd_v1_ListEventsResponse, ListEventsResponse__Output as _dbosd_v1_ListEventsResponse__Output } from './dbosd/v1/ListEventsResponse.js';
import type { ListMessagesRequest as _dbosd_v1_ListMessagesRequest, ListMessagesRequest__Output as _dbosd_v1_ListMessagesRequest__Output } from './dbosd/v1/ListMessagesRequest.js';
import type { ListMessagesResponse as _dbosd_v1_ListMessagesResponse, ListMessagesResponse__Output as _dbosd_v1_ListMessagesResponse__Output } from './dbosd/v1/ListMessagesResponse.js';
import type { ListQueuesRequest as _dbosd_v1_ListQueuesRequest, ListQueuesRequest__Output as _dbosd_v1_ListQueuesRequest__Output } from './dbosd/v1/ListQueuesRequest.js';
import type { ListQueuesResponse as _dbosd_v1_ListQueuesResponse, ListQueuesResponse__Output as _dbosd_v1_ListQueuesResponse__Output } from './dbosd/v1/ListQueuesResponse.js';
import type { ListStreamsRequest as _dbosd_v1_ListStreamsRequest, ListStreamsRequest__Output as _dbosd_v1_ListStreamsRequest__Output } from './dbosd/v1/ListStreamsRequest.js';
import type { ListStreamsResponse as _dbosd_v1_ListStreamsResponse, ListStreamsResponse__Output as _dbosd_v1_ListStreamsResponse__Output } from './dbosd/v1/ListStreamsResponse.js';
import type { ListWorkflowStepsRequest as _dbosd_v1_ListWorkflowStepsRequest, ListWorkflowStepsRequest__Output as _dbosd_v1_ListWorkflowStepsRequest__Output } from './dbosd/v1/ListWorkflowStepsRequest.js';
import type { ListWorkflowStepsResponse as _dbosd_v1_ListWorkflowStepsResponse, ListWorkflowStepsResponse__Output as _dbosd_v1_ListWorkflowStepsResponse__Output } from './dbosd/v1/ListWorkflowStepsResponse.js';
import type { ListWorkflowsRequest as _dbosd_v1_ListWorkflowsRequest, ListWorkflowsRequest__Output as _dbosd_v1_ListWorkflowsRequest__Output } from './dbosd/v1/ListWorkflowsRequest.js';
import type { ListWorkflowsResponse as _dbosd_v1_ListWorkflowsResponse, ListWorkflowsResponse__Output as _dbosd_v1_ListWorkflowsResponse__Output } from './dbosd/v1/ListWorkflowsResponse.js';
import type { Message as _dbosd_v1_Message, Message__Output as _dbosd_v1_Message__Output } from './dbosd/v1/Message.js';
import type { MessageSent as _dbosd_v1_MessageSent, MessageSent__Output as _dbosd_v1_MessageSent__Output } from './dbosd/v1/MessageSent.js';
import type { MessageServiceClient as _dbosd_v1_MessageServiceClient, MessageServiceDefinition as _dbosd_v1_MessageServiceDefinition } from './dbosd/v1/MessageService.js';
import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from './dbosd/v1/NotYet.js';
import type { OpenRequest as _dbosd_v1_OpenRequest, OpenRequest__Output as _dbosd_v1_OpenRequest__Output } from './dbosd/v1/OpenRequest.js';
import type { OpenResponse as _dbosd_v1_OpenResponse, OpenResponse__Output as _dbosd_v1_OpenResponse__Output } from './dbosd/v1/OpenResponse.js';
import type { OutgoingMessage as _dbosd_v1_OutgoingMessage, OutgoingMessage__Output as _dbosd_v1_OutgoingMessage__Output } from './dbosd/v1/OutgoingMessage.js';
import type { Oversized as _dbosd_v1_Oversized, Oversized__Output as _dbosd_v1_Oversized__Output } from './dbosd/v1/Oversized.js';
import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from './dbosd/v1/Payload.js';
import type { PortableArguments as _dbosd_v1_PortableArguments, PortableArguments__Output as _dbosd_v1_PortableArguments__Output } from './dbosd/v1/PortableArguments.js';
import type { Queue as _dbosd_v1_Queue, Queue__Output as _dbosd_v1_Queue__Output } from './dbosd/v1/Queue.js';
import type { QueuePlacement as _dbosd_v1_QueuePlacement, QueuePlacement__Output as _dbosd_v1_QueuePlacement__Output } from './dbosd/v1/QueuePlacement.js';
import type { QueueRateLimit as _dbosd_v1_QueueRateLimit, QueueRateLimit__Output as _dbosd_v1_QueueRateLimit__Output } from './dbosd/v1/QueueRateLimit.js';
import type { QueueServiceClient as _dbosd_v1_QueueServiceClient, QueueServiceDefinition as _dbosd_v1_QueueServiceDefinition } from './dbosd/v1/QueueService.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from './dbosd/v1/ReadOptions.js';
import type { ReadStreamOffsetRequest as _dbosd_v1_ReadStreamOffsetRequest, ReadStreamOffsetRequest__Output as _dbosd_v1_ReadStreamOffsetRequest__Output } from './dbosd/v1/ReadStreamOffsetRequest.js';
import type { ReadStreamOffsetResponse as _dbosd_v1_ReadStreamOffsetResponse, ReadStreamOffsetResponse__Output as _dbosd_v1_ReadStreamOffsetResponse__Output } from './dbosd/v1/ReadStreamOffsetResponse.js';
import type { ReadStreamRequest as _dbosd_v1_ReadStreamRequest, ReadStreamRequest__Output as _dbosd_v1_ReadStreamRequest__Output } from './dbosd/v1/ReadStreamRequest.js';
import type { ReadStreamResponse as _dbosd_v1_ReadStreamResponse, ReadStreamResponse__Output as _dbosd_v1_ReadStreamResponse__Output } from './dbosd/v1/ReadStreamResponse.js';
import type { Receive as _dbosd_v1_Receive, Receive__Output as _dbosd_v1_Receive__Output } from './dbosd/v1/Receive.js';
import type { Received as _dbosd_v1_Received, Received__Output as _dbosd_v1_Received__Output } from './dbosd/v1/Received.js';
import type { RecordDeadline as _dbosd_v1_RecordDeadline, RecordDeadline__Output as _dbosd_v1_RecordDeadline__Output } from './dbosd/v1/RecordDeadline.js';
import type { RecordStep as _dbosd_v1_RecordStep, RecordStep__Output as _dbosd_v1_RecordStep__Output } from './dbosd/v1/RecordStep.js';
import type { Recorded as _dbosd_v1_Recorded, Recorded__Output as _dbosd_v1_Recorded__Output } from './dbosd/v1/Recorded.js';
import type { RegisteredWorkflow as _dbosd_v1_RegisteredWorkflow, RegisteredWorkflow__Output as _dbosd_v1_RegisteredWorkflow__Output } from './dbosd/v1/RegisteredWorkflow.js';
import type { ResumeWorkflowsRequest as _dbosd_v1_ResumeWorkflowsRequest, ResumeWorkflowsRequest__Output as _dbosd_v1_ResumeWorkflowsRequest__Output } from './dbosd/v1/ResumeWorkflowsRequest.js';
import type { ResumeWorkflowsResponse as _dbosd_v1_ResumeWorkflowsResponse, ResumeWorkflowsResponse__Output as _dbosd_v1_ResumeWorkflowsResponse__Output } from './dbosd/v1/ResumeWorkflowsResponse.js';
import type { RewindWorkflowRequest as _dbosd_v1_RewindWorkflowRequest, RewindWorkflowRequest__Output as _dbosd_v1_RewindWorkflowRequest__Output } from './dbosd/v1/RewindWorkflowRequest.js';
import type { RewindWorkflowResponse as _dbosd_v1_RewindWorkflowResponse, RewindWorkflowResponse__Output as _dbosd_v1_RewindWorkflowResponse__Output } from './dbosd/v1/RewindWorkflowResponse.js';
import type { RunConfirmed as _dbosd_v1_RunConfirmed, RunConfirmed__Output as _dbosd_v1_RunConfirmed__Output } from './dbosd/v1/RunConfirmed.js';
import type { RunningWorkflow as _dbosd_v1_RunningWorkflow, RunningWorkflow__Output as _dbosd_v1_RunningWorkflow__Output } from './dbosd/v1/RunningWorkflow.js';
import type { SendBatchRequest as _dbosd_v1_SendBatchRequest, SendBatchRequest__Output as _dbosd_v1_SendBatchRequest__Output } from './dbosd/v1/SendBatchRequest.js';
import type { SendBatchResponse as _dbosd_v1_SendBatchResponse, SendBatchResponse__Output as _dbosd_v1_SendBatchResponse__Output } from './dbosd/v1/SendBatchResponse.js';
import type { SendMessage as _dbosd_v1_SendMessage, SendMessage__Output as _dbosd_v1_SendMessage__Output } from './dbosd/v1/SendMessage.js';
import type { SendOutcome as _dbosd_v1_SendOutcome, SendOutcome__Output as _dbosd_v1_SendOutcome__Output } from './dbosd/v1/SendOutcome.js';
import type { SendRequest as _dbosd_v1_SendRequest, SendRequest__Output as _dbosd_v1_SendRequest__Output } from './dbosd/v1/SendRequest.js';
import type { SendResponse as _dbosd_v1_SendResponse, SendResponse__Output as _dbosd_v1_SendResponse__Output } from './dbosd/v1/SendResponse.js';
import type { SessionAnswer as _dbosd_v1_SessionAnswer, SessionAnswer__Output as _dbosd_v1_SessionAnswer__Output } from './dbosd/v1/SessionAnswer.js';
import type { SessionOpened as _dbosd_v1_SessionOpened, SessionOpened__Output as _dbosd_v1_SessionOpened__Output } from './dbosd/v1/SessionOpened.js';
import type { SessionRequest as _dbosd_v1_SessionRequest, SessionRequest__Output as _dbosd_v1_SessionRequest__Output } from './dbosd/v1/SessionRequest.js';
import type { SessionServiceClient as _dbosd_v1_SessionServiceClient, SessionServiceDefinition as _dbosd_v1_SessionServiceDefinition } from './dbosd/v1/SessionService.js';
import type { SetEvent as _dbosd_v1_SetEvent, SetEvent__Output as _dbosd_v1_SetEvent__Output } from './dbosd/v1/SetEvent.js';
import type { SetWorkflowAttributesRequest as _dbosd_v1_SetWorkflowAttributesRequest, SetWorkflowAttributesRequest__Output as _dbosd_v1_SetWorkflowAttributesRequest__Output } from './dbosd/v1/SetWorkflowAttributesRequest.js';
import type { SetWorkflowAttributesResponse as _dbosd_v1_SetWorkflowAttributesResponse, SetWorkflowAttributesResponse__Output as _dbosd_v1_SetWorkflowAttributesResponse__Output } from './dbosd/v1/SetWorkflowAttributesResponse.js';
import type { SetWorkflowDelayRequest as _dbosd_v1_SetWorkflowDelayRequest, SetWorkflowDelayRequest__Output as _dbosd_v1_SetWorkflowDelayRequest__Output } from './dbosd/v1/SetWorkflowDelayRequest.js';
import type { SetWorkflowDelayResponse as _dbosd_v1_SetWorkflowDelayResponse, SetWorkflowDelayResponse__Output as _dbosd_v1_SetWorkflowDelayResponse__Output } from './dbosd/v1/SetWorkflowDelayResponse.js';
import type { SetWorkflowPriorityRequest as _dbosd_v1_SetWorkflowPriorityRequest, SetWorkflowPriorityRequest__Output as _dbosd_v1_SetWorkflowPriorityRequest__Output } from './dbosd/v1/SetWorkflowPriorityRequest.js';
import type { SetWorkflowPriorityResponse as _dbosd_v1_SetWorkflowPriorityResponse, SetWorkflowPriorityResponse__Output as _dbosd_v1_SetWorkflowPriorityResponse__Output } from './dbosd/v1/SetWorkflowPriorityResponse.js';
import type { StartWorkflow as _dbosd_v1_StartWorkflow, StartWorkflow__Output as _dbosd_v1_StartWorkflow__Output } from './dbosd/v1/StartWorkflow.js';
import type { StoppedRun as _dbosd_v1_StoppedRun, StoppedRun__Output as _dbosd_v1_StoppedRun__Output } from './dbosd/v1/StoppedRun.js';
import type { Stream as _dbosd_v1_Stream, Stream__Output as _dbosd_v1_Stream__Output } from './dbosd/v1/Stream.js';
import type { StreamClosed as _dbosd_v1_StreamClosed, StreamClosed__Output as _dbosd_v1_StreamClosed__Output } from './dbosd/v1/StreamClosed.js';
import type { StreamEnd as _dbosd_v1_StreamEnd, StreamEnd__Output as _dbosd_v1_StreamEnd__Output } from './dbosd/v1/StreamEnd.js';
import type { StreamGap as _dbosd_v1_StreamGap, StreamGap__Output as _dbosd_v1_StreamGap__Output } from './dbosd/v1/StreamGap.js';
import type { StreamServiceClient as _dbosd_v1_StreamServiceClient, StreamServiceDefinition as _dbosd_v1_StreamServiceDefinition } from './dbosd/v1/StreamService.js';
import type { StreamValue as _dbosd_v1_StreamValue, StreamValue__Output as _dbosd_v1_StreamValue__Output } from './dbosd/v1/StreamValue.js';
import type { StreamWritten as _dbosd_v1_StreamWritten, StreamWritten__Output as _dbosd_v1_StreamWritten__Output } from './dbosd/v1/StreamWritten.js';
import type { Subscribe as _dbosd_v1_Subscribe, Subscribe__Output as _dbosd_v1_Subscribe__Output } from './dbosd/v1/Subscribe.js';
import type { SubscriptionResponse as _dbosd_v1_SubscriptionResponse, SubscriptionResponse__Output as _dbosd_v1_SubscriptionResponse__Output } from './dbosd/v1/SubscriptionResponse.js';
import type { Tail as _dbosd_v1_Tail, Tail__Output as _dbosd_v1_Tail__Output } from './dbosd/v1/Tail.js';
import type { TimedOut as _dbosd_v1_TimedOut, TimedOut__Output as _dbosd_v1_TimedOut__Output } from './dbosd/v1/TimedOut.js';
import type { Unset as _dbosd_v1_Unset, Unset__Output as _dbosd_v1_Unset__Output } from './dbosd/v1/Unset.js';
import type { UpsertQueueRequest as _dbosd_v1_UpsertQueueRequest, UpsertQueueRequest__Output as _dbosd_v1_UpsertQueueRequest__Output } from './dbosd/v1/UpsertQueueRequest.js';
import type { UpsertQueueResponse as _dbosd_v1_UpsertQueueResponse, UpsertQueueResponse__Output as _dbosd_v1_UpsertQueueResponse__Output } from './dbosd/v1/UpsertQueueResponse.js';
import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from './dbosd/v1/Value.js';
import type { WatchEventsRequest as _dbosd_v1_WatchEventsRequest, WatchEventsRequest__Output as _dbosd_v1_WatchEventsRequest__Output } from './dbosd/v1/WatchEventsRequest.js';
import type { WatchEventsResponse as _dbosd_v1_WatchEventsResponse, WatchEventsResponse__Output as _dbosd_v1_WatchEventsResponse__Output } from './dbosd/v1/WatchEventsResponse.js';
import type { WorkerAccepted as _dbosd_v1_WorkerAccepted, WorkerAccepted__Output as _dbosd_v1_WorkerAccepted__Output } from './dbosd/v1/WorkerAccepted.js';
import type { WorkerGoodbye as _dbosd_v1_WorkerGoodbye, WorkerGoodbye__Output as _dbosd_v1_WorkerGoodbye__Output } from './dbosd/v1/WorkerGoodbye.js';
import type { WorkerHello as _dbosd_v1_WorkerHello, WorkerHello__Output as _dbosd_v1_WorkerHello__Output } from './dbosd/v1/WorkerHello.js';
import type { WorkerOffer as _dbosd_v1_WorkerOffer, WorkerOffer__Output as _dbosd_v1_WorkerOffer__Output } from './dbosd/v1/WorkerOffer.js';
import type { WorkerServiceClient as _dbosd_v1_WorkerServiceClient, WorkerServiceDefinition as _dbosd_v1_WorkerServiceDefinition } from './dbosd/v1/WorkerService.js';
import type { Workflow as _dbosd_v1_Workflow, Workflow__Output as _dbosd_v1_Workflow__Output } from './dbosd/v1/Workflow.js';
import type { WorkflowEnded as _dbosd_v1_WorkflowEnded, WorkflowEnded__Output as _dbosd_v1_WorkflowEnded__Output } from './dbosd/v1/WorkflowEnded.js';
import type { WorkflowInput as _dbosd_v1_WorkflowInput, WorkflowInput__Output as _dbosd_v1_WorkflowInput__Output } from './dbosd/v1/WorkflowInput.js';
import type { WorkflowOutcome as _dbosd_v1_WorkflowOutcome, WorkflowOutcome__Output as _dbosd_v1_WorkflowOutcome__Output } from './dbosd/v1/WorkflowOutcome.js';
import type { WorkflowServiceClient as _dbosd_v1_WorkflowServiceClient, WorkflowServiceDefinition as _dbosd_v1_WorkflowServiceDefinition } from './dbosd/v1/WorkflowService.js';
import type { WorkflowStarted as _dbosd_v1_WorkflowStarted, WorkflowStarted__Output as _dbosd_v1_WorkflowStarted__Output } from './dbosd/v1/WorkflowStarted.js';
import type { WorkflowStep as _dbosd_v1_WorkflowStep, WorkflowStep__Output as _dbosd_v1_WorkflowStep__Output } from './dbosd/v1/WorkflowStep.js';
import type { WorkflowStop as _dbosd_v1_WorkflowStop, WorkflowStop__Output as _dbosd_v1_WorkflowStop__Output } from './dbosd/v1/WorkflowStop.js';
import type { WriteStream as _dbosd_v1_WriteStream, WriteStream__Output as _dbosd_v1_WriteStream__Output } from './dbosd/v1/WriteStream.js';
import type { Any as _google_protobuf_Any, Any__Output as _google_protobuf_Any__Output } from './google/protobuf/Any.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.js';
import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from './google/protobuf/FieldMask.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.js';
import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from './google/rpc/Status.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  dbosd: {
    v1: {
      Assignment: MessageTypeDefinition<_dbosd_v1_Assignment, _dbosd_v1_Assignment__Output>
      AssignmentAnswer: MessageTypeDefinition<_dbosd_v1_AssignmentAnswer, _dbosd_v1_AssignmentAnswer__Output>
      Authenticate: MessageTypeDefinition<_dbosd_v1_Authenticate, _dbosd_v1_Authenticate__Output>
      AwaitFirstRequest: MessageTypeDefinition<_dbosd_v1_AwaitFirstRequest, _dbosd_v1_AwaitFirstRequest__Output>
      AwaitFirstResponse: MessageTypeDefinition<_dbosd_v1_AwaitFirstResponse, _dbosd_v1_AwaitFirstResponse__Output>
      AwaitWorkflowRequest: MessageTypeDefinition<_dbosd_v1_AwaitWorkflowRequest, _dbosd_v1_AwaitWorkflowRequest__Output>
      AwaitWorkflowResponse: MessageTypeDefinition<_dbosd_v1_AwaitWorkflowResponse, _dbosd_v1_AwaitWorkflowResponse__Output>
      CancelWorkflowsRequest: MessageTypeDefinition<_dbosd_v1_CancelWorkflowsRequest, _dbosd_v1_CancelWorkflowsRequest__Output>
      CancelWorkflowsResponse: MessageTypeDefinition<_dbosd_v1_CancelWorkflowsResponse, _dbosd_v1_CancelWorkflowsResponse__Output>
      Checkpoint: MessageTypeDefinition<_dbosd_v1_Checkpoint, _dbosd_v1_Checkpoint__Output>
      CheckpointPage: MessageTypeDefinition<_dbosd_v1_CheckpointPage, _dbosd_v1_CheckpointPage__Output>
      CloseStream: MessageTypeDefinition<_dbosd_v1_CloseStream, _dbosd_v1_CloseStream__Output>
      ConfirmRun: MessageTypeDefinition<_dbosd_v1_ConfirmRun, _dbosd_v1_ConfirmRun__Output>
      ConnectRequest: MessageTypeDefinition<_dbosd_v1_ConnectRequest, _dbosd_v1_ConnectRequest__Output>
      ConnectResponse: MessageTypeDefinition<_dbosd_v1_ConnectResponse, _dbosd_v1_ConnectResponse__Output>
      Credit: MessageTypeDefinition<_dbosd_v1_Credit, _dbosd_v1_Credit__Output>
      DeadlineRecorded: MessageTypeDefinition<_dbosd_v1_DeadlineRecorded, _dbosd_v1_DeadlineRecorded__Output>
      DeduplicationPolicy: EnumTypeDefinition
      DeleteQueueRequest: MessageTypeDefinition<_dbosd_v1_DeleteQueueRequest, _dbosd_v1_DeleteQueueRequest__Output>
      DeleteQueueResponse: MessageTypeDefinition<_dbosd_v1_DeleteQueueResponse, _dbosd_v1_DeleteQueueResponse__Output>
      DeleteWorkflowsRequest: MessageTypeDefinition<_dbosd_v1_DeleteWorkflowsRequest, _dbosd_v1_DeleteWorkflowsRequest__Output>
      DeleteWorkflowsResponse: MessageTypeDefinition<_dbosd_v1_DeleteWorkflowsResponse, _dbosd_v1_DeleteWorkflowsResponse__Output>
      DurableAnswer: MessageTypeDefinition<_dbosd_v1_DurableAnswer, _dbosd_v1_DurableAnswer__Output>
      DurableOperation: MessageTypeDefinition<_dbosd_v1_DurableOperation, _dbosd_v1_DurableOperation__Output>
      EnqueueAndSendRequest: MessageTypeDefinition<_dbosd_v1_EnqueueAndSendRequest, _dbosd_v1_EnqueueAndSendRequest__Output>
      EnqueueAndSendResponse: MessageTypeDefinition<_dbosd_v1_EnqueueAndSendResponse, _dbosd_v1_EnqueueAndSendResponse__Output>
      EnqueueWorkflowRequest: MessageTypeDefinition<_dbosd_v1_EnqueueWorkflowRequest, _dbosd_v1_EnqueueWorkflowRequest__Output>
      EnqueueWorkflowResponse: MessageTypeDefinition<_dbosd_v1_EnqueueWorkflowResponse, _dbosd_v1_EnqueueWorkflowResponse__Output>
      Event: MessageTypeDefinition<_dbosd_v1_Event, _dbosd_v1_Event__Output>
      EventChange: MessageTypeDefinition<_dbosd_v1_EventChange, _dbosd_v1_EventChange__Output>
      /**
       * Events of workflows: the latest value of a key, set by the workflow, waited for by anybody.
       */
      EventService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_EventServiceClient> & { service: _dbosd_v1_EventServiceDefinition }
      EventValue: MessageTypeDefinition<_dbosd_v1_EventValue, _dbosd_v1_EventValue__Output>
      FinishWorkflow: MessageTypeDefinition<_dbosd_v1_FinishWorkflow, _dbosd_v1_FinishWorkflow__Output>
      FirstMessage: MessageTypeDefinition<_dbosd_v1_FirstMessage, _dbosd_v1_FirstMessage__Output>
      FirstOutcome: MessageTypeDefinition<_dbosd_v1_FirstOutcome, _dbosd_v1_FirstOutcome__Output>
      ForkWorkflowRequest: MessageTypeDefinition<_dbosd_v1_ForkWorkflowRequest, _dbosd_v1_ForkWorkflowRequest__Output>
      ForkWorkflowResponse: MessageTypeDefinition<_dbosd_v1_ForkWorkflowResponse, _dbosd_v1_ForkWorkflowResponse__Output>
      GetEventRequest: MessageTypeDefinition<_dbosd_v1_GetEventRequest, _dbosd_v1_GetEventRequest__Output>
      GetEventResponse: MessageTypeDefinition<_dbosd_v1_GetEventResponse, _dbosd_v1_GetEventResponse__Output>
      GetQueueRequest: MessageTypeDefinition<_dbosd_v1_GetQueueRequest, _dbosd_v1_GetQueueRequest__Output>
      GetQueueResponse: MessageTypeDefinition<_dbosd_v1_GetQueueResponse, _dbosd_v1_GetQueueResponse__Output>
      GetWorkflowRequest: MessageTypeDefinition<_dbosd_v1_GetWorkflowRequest, _dbosd_v1_GetWorkflowRequest__Output>
      GetWorkflowResponse: MessageTypeDefinition<_dbosd_v1_GetWorkflowResponse, _dbosd_v1_GetWorkflowResponse__Output>
      GoingAway: MessageTypeDefinition<_dbosd_v1_GoingAway, _dbosd_v1_GoingAway__Output>
      ListEventsRequest: MessageTypeDefinition<_dbosd_v1_ListEventsRequest, _dbosd_v1_ListEventsRequest__Output>
      ListEventsResponse: MessageTypeDefinition<_dbosd_v1_ListEventsResponse, _dbosd_v1_ListEventsResponse__Output>
      ListMessagesRequest: MessageTypeDefinition<_dbosd_v1_ListMessagesRequest, _dbosd_v1_ListMessagesRequest__Output>
      ListMessagesResponse: MessageTypeDefinition<_dbosd_v1_ListMessagesResponse, _dbosd_v1_ListMessagesResponse__Output>
      ListQueuesRequest: MessageTypeDefinition<_dbosd_v1_ListQueuesRequest, _dbosd_v1_ListQueuesRequest__Output>
      ListQueuesResponse: MessageTypeDefinition<_dbosd_v1_ListQueuesResponse, _dbosd_v1_ListQueuesResponse__Output>
      ListStreamsRequest: MessageTypeDefinition<_dbosd_v1_ListStreamsRequest, _dbosd_v1_ListStreamsRequest__Output>
      ListStreamsResponse: MessageTypeDefinition<_dbosd_v1_ListStreamsResponse, _dbosd_v1_ListStreamsResponse__Output>
      ListWorkflowStepsRequest: MessageTypeDefinition<_dbosd_v1_ListWorkflowStepsRequest, _dbosd_v1_ListWorkflowStepsRequest__Output>
      ListWorkflowStepsResponse: MessageTypeDefinition<_dbosd_v1_ListWorkflowStepsResponse, _dbosd_v1_ListWorkflowStepsResponse__Output>
      ListWorkflowsRequest: MessageTypeDefinition<_dbosd_v1_ListWorkflowsRequest, _dbosd_v1_ListWorkflowsRequest__Output>
      ListWorkflowsResponse: MessageTypeDefinition<_dbosd_v1_ListWorkflowsResponse, _dbosd_v1_ListWorkflowsResponse__Output>
      Message: MessageTypeDefinition<_dbosd_v1_Message, _dbosd_v1_Message__Output>
      MessageSent: MessageTypeDefinition<_dbosd_v1_MessageSent, _dbosd_v1_MessageSent__Output>
      /**
       * Messages to workflows: queued per workflow and topic, each consumed once, in the order sent.
       */
      MessageService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_MessageServiceClient> & { service: _dbosd_v1_MessageServiceDefinition }
      MessageState: EnumTypeDefinition
      NotYet: MessageTypeDefinition<_dbosd_v1_NotYet, _dbosd_v1_NotYet__Output>
      OpenRequest: MessageTypeDefinition<_dbosd_v1_OpenRequest, _dbosd_v1_OpenRequest__Output>
      OpenResponse: MessageTypeDefinition<_dbosd_v1_OpenResponse, _dbosd_v1_OpenResponse__Output>
      OutgoingMessage: MessageTypeDefinition<_dbosd_v1_OutgoingMessage, _dbosd_v1_OutgoingMessage__Output>
      Oversized: MessageTypeDefinition<_dbosd_v1_Oversized, _dbosd_v1_Oversized__Output>
      Payload: MessageTypeDefinition<_dbosd_v1_Payload, _dbosd_v1_Payload__Output>
      PayloadFormat: EnumTypeDefinition
      PortableArguments: MessageTypeDefinition<_dbosd_v1_PortableArguments, _dbosd_v1_PortableArguments__Output>
      Queue: MessageTypeDefinition<_dbosd_v1_Queue, _dbosd_v1_Queue__Output>
      QueueConflictPolicy: EnumTypeDefinition
      QueuePlacement: MessageTypeDefinition<_dbosd_v1_QueuePlacement, _dbosd_v1_QueuePlacement__Output>
      QueueRateLimit: MessageTypeDefinition<_dbosd_v1_QueueRateLimit, _dbosd_v1_QueueRateLimit__Output>
      /**
       * Queues: how many workflows run at once, and how fast they are started.
       */
      QueueService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_QueueServiceClient> & { service: _dbosd_v1_QueueServiceDefinition }
      ReadOptions: MessageTypeDefinition<_dbosd_v1_ReadOptions, _dbosd_v1_ReadOptions__Output>
      ReadStreamOffsetRequest: MessageTypeDefinition<_dbosd_v1_ReadStreamOffsetRequest, _dbosd_v1_ReadStreamOffsetRequest__Output>
      ReadStreamOffsetResponse: MessageTypeDefinition<_dbosd_v1_ReadStreamOffsetResponse, _dbosd_v1_ReadStreamOffsetResponse__Output>
      ReadStreamRequest: MessageTypeDefinition<_dbosd_v1_ReadStreamRequest, _dbosd_v1_ReadStreamRequest__Output>
      ReadStreamResponse: MessageTypeDefinition<_dbosd_v1_ReadStreamResponse, _dbosd_v1_ReadStreamResponse__Output>
      Receive: MessageTypeDefinition<_dbosd_v1_Receive, _dbosd_v1_Receive__Output>
      Received: MessageTypeDefinition<_dbosd_v1_Received, _dbosd_v1_Received__Output>
      RecordDeadline: MessageTypeDefinition<_dbosd_v1_RecordDeadline, _dbosd_v1_RecordDeadline__Output>
      RecordStep: MessageTypeDefinition<_dbosd_v1_RecordStep, _dbosd_v1_RecordStep__Output>
      Recorded: MessageTypeDefinition<_dbosd_v1_Recorded, _dbosd_v1_Recorded__Output>
      RegisteredWorkflow: MessageTypeDefinition<_dbosd_v1_RegisteredWorkflow, _dbosd_v1_RegisteredWorkflow__Output>
      ResumeWorkflowsRequest: MessageTypeDefinition<_dbosd_v1_ResumeWorkflowsRequest, _dbosd_v1_ResumeWorkflowsRequest__Output>
      ResumeWorkflowsResponse: MessageTypeDefinition<_dbosd_v1_ResumeWorkflowsResponse, _dbosd_v1_ResumeWorkflowsResponse__Output>
      RewindWorkflowRequest: MessageTypeDefinition<_dbosd_v1_RewindWorkflowRequest, _dbosd_v1_RewindWorkflowRequest__Output>
      RewindWorkflowResponse: MessageTypeDefinition<_dbosd_v1_RewindWorkflowResponse, _dbosd_v1_RewindWorkflowResponse__Output>
      RunConfirmed: MessageTypeDefinition<_dbosd_v1_RunConfirmed, _dbosd_v1_RunConfirmed__Output>
      RunningWorkflow: MessageTypeDefinition<_dbosd_v1_RunningWorkflow, _dbosd_v1_RunningWorkflow__Output>
      SendBatchRequest: MessageTypeDefinition<_dbosd_v1_SendBatchRequest, _dbosd_v1_SendBatchRequest__Output>
      SendBatchResponse: MessageTypeDefinition<_dbosd_v1_SendBatchResponse, _dbosd_v1_SendBatchResponse__Output>
      SendMessage: MessageTypeDefinition<_dbosd_v1_SendMessage, _dbosd_v1_SendMessage__Output>
      SendOutcome: MessageTypeDefinition<_dbosd_v1_SendOutcome, _dbosd_v1_SendOutcome__Output>
      SendRequest: MessageTypeDefinition<_dbosd_v1_SendRequest, _dbosd_v1_SendRequest__Output>
      SendResponse: MessageTypeDefinition<_dbosd_v1_SendResponse, _dbosd_v1_SendResponse__Output>
      SessionAnswer: MessageTypeDefinition<_dbosd_v1_SessionAnswer, _dbosd_v1_SessionAnswer__Output>
      SessionOpened: MessageTypeDefinition<_dbosd_v1_SessionOpened, _dbosd_v1_SessionOpened__Output>
      SessionRequest: MessageTypeDefinition<_dbosd_v1_SessionRequest, _dbosd_v1_SessionRequest__Output>
      /**
       * All calls of the other services on one bidirectional stream.
       */
      SessionService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_SessionServiceClient> & { service: _dbosd_v1_SessionServiceDefinition }
      SetEvent: MessageTypeDefinition<_dbosd_v1_SetEvent, _dbosd_v1_SetEvent__Output>
      SetWorkflowAttributesRequest: MessageTypeDefinition<_dbosd_v1_SetWorkflowAttributesRequest, _dbosd_v1_SetWorkflowAttributesRequest__Output>
      SetWorkflowAttributesResponse: MessageTypeDefinition<_dbosd_v1_SetWorkflowAttributesResponse, _dbosd_v1_SetWorkflowAttributesResponse__Output>
      SetWorkflowDelayRequest: MessageTypeDefinition<_dbosd_v1_SetWorkflowDelayRequest, _dbosd_v1_SetWorkflowDelayRequest__Output>
      SetWorkflowDelayResponse: MessageTypeDefinition<_dbosd_v1_SetWorkflowDelayResponse, _dbosd_v1_SetWorkflowDelayResponse__Output>
      SetWorkflowPriorityRequest: MessageTypeDefinition<_dbosd_v1_SetWorkflowPriorityRequest, _dbosd_v1_SetWorkflowPriorityRequest__Output>
      SetWorkflowPriorityResponse: MessageTypeDefinition<_dbosd_v1_SetWorkflowPriorityResponse, _dbosd_v1_SetWorkflowPriorityResponse__Output>
      StartWorkflow: MessageTypeDefinition<_dbosd_v1_StartWorkflow, _dbosd_v1_StartWorkflow__Output>
      StoppedRun: MessageTypeDefinition<_dbosd_v1_StoppedRun, _dbosd_v1_StoppedRun__Output>
      Stream: MessageTypeDefinition<_dbosd_v1_Stream, _dbosd_v1_Stream__Output>
      StreamClosed: MessageTypeDefinition<_dbosd_v1_StreamClosed, _dbosd_v1_StreamClosed__Output>
      StreamEnd: MessageTypeDefinition<_dbosd_v1_StreamEnd, _dbosd_v1_StreamEnd__Output>
      StreamGap: MessageTypeDefinition<_dbosd_v1_StreamGap, _dbosd_v1_StreamGap__Output>
      /**
       * Streams of workflows: append-only, read live and in order, by any number of readers.
       */
      StreamService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_StreamServiceClient> & { service: _dbosd_v1_StreamServiceDefinition }
      StreamValue: MessageTypeDefinition<_dbosd_v1_StreamValue, _dbosd_v1_StreamValue__Output>
      StreamWritten: MessageTypeDefinition<_dbosd_v1_StreamWritten, _dbosd_v1_StreamWritten__Output>
      Subscribe: MessageTypeDefinition<_dbosd_v1_Subscribe, _dbosd_v1_Subscribe__Output>
      SubscriptionResponse: MessageTypeDefinition<_dbosd_v1_SubscriptionResponse, _dbosd_v1_SubscriptionResponse__Output>
      Tail: MessageTypeDefinition<_dbosd_v1_Tail, _dbosd_v1_Tail__Output>
      TimedOut: MessageTypeDefinition<_dbosd_v1_TimedOut, _dbosd_v1_TimedOut__Output>
      Unset: MessageTypeDefinition<_dbosd_v1_Unset, _dbosd_v1_Unset__Output>
      UpsertQueueRequest: MessageTypeDefinition<_dbosd_v1_UpsertQueueRequest, _dbosd_v1_UpsertQueueRequest__Output>
      UpsertQueueResponse: MessageTypeDefinition<_dbosd_v1_UpsertQueueResponse, _dbosd_v1_UpsertQueueResponse__Output>
      Value: MessageTypeDefinition<_dbosd_v1_Value, _dbosd_v1_Value__Output>
      WatchEventsRequest: MessageTypeDefinition<_dbosd_v1_WatchEventsRequest, _dbosd_v1_WatchEventsRequest__Output>
      WatchEventsResponse: MessageTypeDefinition<_dbosd_v1_WatchEventsResponse, _dbosd_v1_WatchEventsResponse__Output>
      WorkerAccepted: MessageTypeDefinition<_dbosd_v1_WorkerAccepted, _dbosd_v1_WorkerAccepted__Output>
      WorkerGoodbye: MessageTypeDefinition<_dbosd_v1_WorkerGoodbye, _dbosd_v1_WorkerGoodbye__Output>
      WorkerHello: MessageTypeDefinition<_dbosd_v1_WorkerHello, _dbosd_v1_WorkerHello__Output>
      WorkerOffer: MessageTypeDefinition<_dbosd_v1_WorkerOffer, _dbosd_v1_WorkerOffer__Output>
      /**
       * The stream on which a worker process gets workflows to run, and carries out their durable operations.
       */
      WorkerService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_WorkerServiceClient> & { service: _dbosd_v1_WorkerServiceDefinition }
      Workflow: MessageTypeDefinition<_dbosd_v1_Workflow, _dbosd_v1_Workflow__Output>
      WorkflowEnded: MessageTypeDefinition<_dbosd_v1_WorkflowEnded, _dbosd_v1_WorkflowEnded__Output>
      WorkflowIdReusePolicy: EnumTypeDefinition
      WorkflowInput: MessageTypeDefinition<_dbosd_v1_WorkflowInput, _dbosd_v1_WorkflowInput__Output>
      WorkflowOutcome: MessageTypeDefinition<_dbosd_v1_WorkflowOutcome, _dbosd_v1_WorkflowOutcome__Output>
      /**
       * Workflows: enqueued for a DBOS application to run, looked at, waited for.
       */
      WorkflowService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_WorkflowServiceClient> & { service: _dbosd_v1_WorkflowServiceDefinition }
      WorkflowStarted: MessageTypeDefinition<_dbosd_v1_WorkflowStarted, _dbosd_v1_WorkflowStarted__Output>
      WorkflowStatus: EnumTypeDefinition
      WorkflowStep: MessageTypeDefinition<_dbosd_v1_WorkflowStep, _dbosd_v1_WorkflowStep__Output>
      WorkflowStop: MessageTypeDefinition<_dbosd_v1_WorkflowStop, _dbosd_v1_WorkflowStop__Output>
      WriteStream: MessageTypeDefinition<_dbosd_v1_WriteStream, _dbosd_v1_WriteStream__Output>
    }
  }
  google: {
    protobuf: {
      Any: MessageTypeDefinition<_google_protobuf_Any, _google_protobuf_Any__Output>
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      FieldMask: MessageTypeDefinition<_google_protobuf_FieldMask, _google_protobuf_FieldMask__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
    rpc: {
      Status: MessageTypeDefinition<_google_rpc_Status, _google_rpc_Status__Output>
    }
  }
}

