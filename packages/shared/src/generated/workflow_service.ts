import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AwaitFirstRequest as _dbosd_v1_AwaitFirstRequest, AwaitFirstRequest__Output as _dbosd_v1_AwaitFirstRequest__Output } from './dbosd/v1/AwaitFirstRequest.js';
import type { AwaitFirstResponse as _dbosd_v1_AwaitFirstResponse, AwaitFirstResponse__Output as _dbosd_v1_AwaitFirstResponse__Output } from './dbosd/v1/AwaitFirstResponse.js';
import type { AwaitWorkflowRequest as _dbosd_v1_AwaitWorkflowRequest, AwaitWorkflowRequest__Output as _dbosd_v1_AwaitWorkflowRequest__Output } from './dbosd/v1/AwaitWorkflowRequest.js';
import type { AwaitWorkflowResponse as _dbosd_v1_AwaitWorkflowResponse, AwaitWorkflowResponse__Output as _dbosd_v1_AwaitWorkflowResponse__Output } from './dbosd/v1/AwaitWorkflowResponse.js';
import type { CancelWorkflowsRequest as _dbosd_v1_CancelWorkflowsRequest, CancelWorkflowsRequest__Output as _dbosd_v1_CancelWorkflowsRequest__Output } from './dbosd/v1/CancelWorkflowsRequest.js';
import type { CancelWorkflowsResponse as _dbosd_v1_CancelWorkflowsResponse, CancelWorkflowsResponse__Output as _dbosd_v1_CancelWorkflowsResponse__Output } from './dbosd/v1/CancelWorkflowsResponse.js';
import type { DeleteWorkflowsRequest as _dbosd_v1_DeleteWorkflowsRequest, DeleteWorkflowsRequest__Output as _dbosd_v1_DeleteWorkflowsRequest__Output } from './dbosd/v1/DeleteWorkflowsRequest.js';
import type { DeleteWorkflowsResponse as _dbosd_v1_DeleteWorkflowsResponse, DeleteWorkflowsResponse__Output as _dbosd_v1_DeleteWorkflowsResponse__Output } from './dbosd/v1/DeleteWorkflowsResponse.js';
import type { EnqueueAndSendRequest as _dbosd_v1_EnqueueAndSendRequest, EnqueueAndSendRequest__Output as _dbosd_v1_EnqueueAndSendRequest__Output } from './dbosd/v1/EnqueueAndSendRequest.js';
import type { EnqueueAndSendResponse as _dbosd_v1_EnqueueAndSendResponse, EnqueueAndSendResponse__Output as _dbosd_v1_EnqueueAndSendResponse__Output } from './dbosd/v1/EnqueueAndSendResponse.js';
import type { EnqueueWorkflowRequest as _dbosd_v1_EnqueueWorkflowRequest, EnqueueWorkflowRequest__Output as _dbosd_v1_EnqueueWorkflowRequest__Output } from './dbosd/v1/EnqueueWorkflowRequest.js';
import type { EnqueueWorkflowResponse as _dbosd_v1_EnqueueWorkflowResponse, EnqueueWorkflowResponse__Output as _dbosd_v1_EnqueueWorkflowResponse__Output } from './dbosd/v1/EnqueueWorkflowResponse.js';
import type { FirstMessage as _dbosd_v1_FirstMessage, FirstMessage__Output as _dbosd_v1_FirstMessage__Output } from './dbosd/v1/FirstMessage.js';
import type { FirstOutcome as _dbosd_v1_FirstOutcome, FirstOutcome__Output as _dbosd_v1_FirstOutcome__Output } from './dbosd/v1/FirstOutcome.js';
import type { ForkWorkflowRequest as _dbosd_v1_ForkWorkflowRequest, ForkWorkflowRequest__Output as _dbosd_v1_ForkWorkflowRequest__Output } from './dbosd/v1/ForkWorkflowRequest.js';
import type { ForkWorkflowResponse as _dbosd_v1_ForkWorkflowResponse, ForkWorkflowResponse__Output as _dbosd_v1_ForkWorkflowResponse__Output } from './dbosd/v1/ForkWorkflowResponse.js';
import type { GetWorkflowRequest as _dbosd_v1_GetWorkflowRequest, GetWorkflowRequest__Output as _dbosd_v1_GetWorkflowRequest__Output } from './dbosd/v1/GetWorkflowRequest.js';
import type { GetWorkflowResponse as _dbosd_v1_GetWorkflowResponse, GetWorkflowResponse__Output as _dbosd_v1_GetWorkflowResponse__Output } from './dbosd/v1/GetWorkflowResponse.js';
import type { ListMessagesRequest as _dbosd_v1_ListMessagesRequest, ListMessagesRequest__Output as _dbosd_v1_ListMessagesRequest__Output } from './dbosd/v1/ListMessagesRequest.js';
import type { ListMessagesResponse as _dbosd_v1_ListMessagesResponse, ListMessagesResponse__Output as _dbosd_v1_ListMessagesResponse__Output } from './dbosd/v1/ListMessagesResponse.js';
import type { ListWorkflowStepsRequest as _dbosd_v1_ListWorkflowStepsRequest, ListWorkflowStepsRequest__Output as _dbosd_v1_ListWorkflowStepsRequest__Output } from './dbosd/v1/ListWorkflowStepsRequest.js';
import type { ListWorkflowStepsResponse as _dbosd_v1_ListWorkflowStepsResponse, ListWorkflowStepsResponse__Output as _dbosd_v1_ListWorkflowStepsResponse__Output } from './dbosd/v1/ListWorkflowStepsResponse.js';
import type { ListWorkflowsRequest as _dbosd_v1_ListWorkflowsRequest, ListWorkflowsRequest__Output as _dbosd_v1_ListWorkflowsRequest__Output } from './dbosd/v1/ListWorkflowsRequest.js';
import type { ListWorkflowsResponse as _dbosd_v1_ListWorkflowsResponse, ListWorkflowsResponse__Output as _dbosd_v1_ListWorkflowsResponse__Output } from './dbosd/v1/ListWorkflowsResponse.js';
import type { Message as _dbosd_v1_Message, Message__Output as _dbosd_v1_Message__Output } from './dbosd/v1/Message.js';
import type { MessageServiceClient as _dbosd_v1_MessageServiceClient, MessageServiceDefinition as _dbosd_v1_MessageServiceDefinition } from './dbosd/v1/MessageService.js';
import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from './dbosd/v1/NotYet.js';
import type { OutgoingMessage as _dbosd_v1_OutgoingMessage, OutgoingMessage__Output as _dbosd_v1_OutgoingMessage__Output } from './dbosd/v1/OutgoingMessage.js';
import type { Oversized as _dbosd_v1_Oversized, Oversized__Output as _dbosd_v1_Oversized__Output } from './dbosd/v1/Oversized.js';
import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from './dbosd/v1/Payload.js';
import type { PortableArguments as _dbosd_v1_PortableArguments, PortableArguments__Output as _dbosd_v1_PortableArguments__Output } from './dbosd/v1/PortableArguments.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from './dbosd/v1/ReadOptions.js';
import type { ResumeWorkflowsRequest as _dbosd_v1_ResumeWorkflowsRequest, ResumeWorkflowsRequest__Output as _dbosd_v1_ResumeWorkflowsRequest__Output } from './dbosd/v1/ResumeWorkflowsRequest.js';
import type { ResumeWorkflowsResponse as _dbosd_v1_ResumeWorkflowsResponse, ResumeWorkflowsResponse__Output as _dbosd_v1_ResumeWorkflowsResponse__Output } from './dbosd/v1/ResumeWorkflowsResponse.js';
import type { RewindWorkflowRequest as _dbosd_v1_RewindWorkflowRequest, RewindWorkflowRequest__Output as _dbosd_v1_RewindWorkflowRequest__Output } from './dbosd/v1/RewindWorkflowRequest.js';
import type { RewindWorkflowResponse as _dbosd_v1_RewindWorkflowResponse, RewindWorkflowResponse__Output as _dbosd_v1_RewindWorkflowResponse__Output } from './dbosd/v1/RewindWorkflowResponse.js';
import type { SendBatchRequest as _dbosd_v1_SendBatchRequest, SendBatchRequest__Output as _dbosd_v1_SendBatchRequest__Output } from './dbosd/v1/SendBatchRequest.js';
import type { SendBatchResponse as _dbosd_v1_SendBatchResponse, SendBatchResponse__Output as _dbosd_v1_SendBatchResponse__Output } from './dbosd/v1/SendBatchResponse.js';
import type { SendOutcome as _dbosd_v1_SendOutcome, SendOutcome__Output as _dbosd_v1_SendOutcome__Output } from './dbosd/v1/SendOutcome.js';
import type { SendRequest as _dbosd_v1_SendRequest, SendRequest__Output as _dbosd_v1_SendRequest__Output } from './dbosd/v1/SendRequest.js';
import type { SendResponse as _dbosd_v1_SendResponse, SendResponse__Output as _dbosd_v1_SendResponse__Output } from './dbosd/v1/SendResponse.js';
import type { SetWorkflowAttributesRequest as _dbosd_v1_SetWorkflowAttributesRequest, SetWorkflowAttributesRequest__Output as _dbosd_v1_SetWorkflowAttributesRequest__Output } from './dbosd/v1/SetWorkflowAttributesRequest.js';
import type { SetWorkflowAttributesResponse as _dbosd_v1_SetWorkflowAttributesResponse, SetWorkflowAttributesResponse__Output as _dbosd_v1_SetWorkflowAttributesResponse__Output } from './dbosd/v1/SetWorkflowAttributesResponse.js';
import type { SetWorkflowDelayRequest as _dbosd_v1_SetWorkflowDelayRequest, SetWorkflowDelayRequest__Output as _dbosd_v1_SetWorkflowDelayRequest__Output } from './dbosd/v1/SetWorkflowDelayRequest.js';
import type { SetWorkflowDelayResponse as _dbosd_v1_SetWorkflowDelayResponse, SetWorkflowDelayResponse__Output as _dbosd_v1_SetWorkflowDelayResponse__Output } from './dbosd/v1/SetWorkflowDelayResponse.js';
import type { SetWorkflowPriorityRequest as _dbosd_v1_SetWorkflowPriorityRequest, SetWorkflowPriorityRequest__Output as _dbosd_v1_SetWorkflowPriorityRequest__Output } from './dbosd/v1/SetWorkflowPriorityRequest.js';
import type { SetWorkflowPriorityResponse as _dbosd_v1_SetWorkflowPriorityResponse, SetWorkflowPriorityResponse__Output as _dbosd_v1_SetWorkflowPriorityResponse__Output } from './dbosd/v1/SetWorkflowPriorityResponse.js';
import type { TimedOut as _dbosd_v1_TimedOut, TimedOut__Output as _dbosd_v1_TimedOut__Output } from './dbosd/v1/TimedOut.js';
import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from './dbosd/v1/Value.js';
import type { Workflow as _dbosd_v1_Workflow, Workflow__Output as _dbosd_v1_Workflow__Output } from './dbosd/v1/Workflow.js';
import type { WorkflowEnded as _dbosd_v1_WorkflowEnded, WorkflowEnded__Output as _dbosd_v1_WorkflowEnded__Output } from './dbosd/v1/WorkflowEnded.js';
import type { WorkflowInput as _dbosd_v1_WorkflowInput, WorkflowInput__Output as _dbosd_v1_WorkflowInput__Output } from './dbosd/v1/WorkflowInput.js';
import type { WorkflowOutcome as _dbosd_v1_WorkflowOutcome, WorkflowOutcome__Output as _dbosd_v1_WorkflowOutcome__Output } from './dbosd/v1/WorkflowOutcome.js';
import type { WorkflowServiceClient as _dbosd_v1_WorkflowServiceClient, WorkflowServiceDefinition as _dbosd_v1_WorkflowServiceDefinition } from './dbosd/v1/WorkflowService.js';
import type { WorkflowStep as _dbosd_v1_WorkflowStep, WorkflowStep__Output as _dbosd_v1_WorkflowStep__Output } from './dbosd/v1/WorkflowStep.js';
import type { Any as _google_protobuf_Any, Any__Output as _google_protobuf_Any__Output } from './google/protobuf/Any.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.js';
import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from './google/rpc/Status.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  dbosd: {
    v1: {
      AwaitFirstRequest: MessageTypeDefinition<_dbosd_v1_AwaitFirstRequest, _dbosd_v1_AwaitFirstRequest__Output>
      AwaitFirstResponse: MessageTypeDefinition<_dbosd_v1_AwaitFirstResponse, _dbosd_v1_AwaitFirstResponse__Output>
      AwaitWorkflowRequest: MessageTypeDefinition<_dbosd_v1_AwaitWorkflowRequest, _dbosd_v1_AwaitWorkflowRequest__Output>
      AwaitWorkflowResponse: MessageTypeDefinition<_dbosd_v1_AwaitWorkflowResponse, _dbosd_v1_AwaitWorkflowResponse__Output>
      CancelWorkflowsRequest: MessageTypeDefinition<_dbosd_v1_CancelWorkflowsRequest, _dbosd_v1_CancelWorkflowsRequest__Output>
      CancelWorkflowsResponse: MessageTypeDefinition<_dbosd_v1_CancelWorkflowsResponse, _dbosd_v1_CancelWorkflowsResponse__Output>
      DeduplicationPolicy: EnumTypeDefinition
      DeleteWorkflowsRequest: MessageTypeDefinition<_dbosd_v1_DeleteWorkflowsRequest, _dbosd_v1_DeleteWorkflowsRequest__Output>
      DeleteWorkflowsResponse: MessageTypeDefinition<_dbosd_v1_DeleteWorkflowsResponse, _dbosd_v1_DeleteWorkflowsResponse__Output>
      EnqueueAndSendRequest: MessageTypeDefinition<_dbosd_v1_EnqueueAndSendRequest, _dbosd_v1_EnqueueAndSendRequest__Output>
      EnqueueAndSendResponse: MessageTypeDefinition<_dbosd_v1_EnqueueAndSendResponse, _dbosd_v1_EnqueueAndSendResponse__Output>
      EnqueueWorkflowRequest: MessageTypeDefinition<_dbosd_v1_EnqueueWorkflowRequest, _dbosd_v1_EnqueueWorkflowRequest__Output>
      EnqueueWorkflowResponse: MessageTypeDefinition<_dbosd_v1_EnqueueWorkflowResponse, _dbosd_v1_EnqueueWorkflowResponse__Output>
      FirstMessage: MessageTypeDefinition<_dbosd_v1_FirstMessage, _dbosd_v1_FirstMessage__Output>
      FirstOutcome: MessageTypeDefinition<_dbosd_v1_FirstOutcome, _dbosd_v1_FirstOutcome__Output>
      ForkWorkflowRequest: MessageTypeDefinition<_dbosd_v1_ForkWorkflowRequest, _dbosd_v1_ForkWorkflowRequest__Output>
      ForkWorkflowResponse: MessageTypeDefinition<_dbosd_v1_ForkWorkflowResponse, _dbosd_v1_ForkWorkflowResponse__Output>
      GetWorkflowRequest: MessageTypeDefinition<_dbosd_v1_GetWorkflowRequest, _dbosd_v1_GetWorkflowRequest__Output>
      GetWorkflowResponse: MessageTypeDefinition<_dbosd_v1_GetWorkflowResponse, _dbosd_v1_GetWorkflowResponse__Output>
      ListMessagesRequest: MessageTypeDefinition<_dbosd_v1_ListMessagesRequest, _dbosd_v1_ListMessagesRequest__Output>
      ListMessagesResponse: MessageTypeDefinition<_dbosd_v1_ListMessagesResponse, _dbosd_v1_ListMessagesResponse__Output>
      ListWorkflowStepsRequest: MessageTypeDefinition<_dbosd_v1_ListWorkflowStepsRequest, _dbosd_v1_ListWorkflowStepsRequest__Output>
      ListWorkflowStepsResponse: MessageTypeDefinition<_dbosd_v1_ListWorkflowStepsResponse, _dbosd_v1_ListWorkflowStepsResponse__Output>
      ListWorkflowsRequest: MessageTypeDefinition<_dbosd_v1_ListWorkflowsRequest, _dbosd_v1_ListWorkflowsRequest__Output>
      ListWorkflowsResponse: MessageTypeDefinition<_dbosd_v1_ListWorkflowsResponse, _dbosd_v1_ListWorkflowsResponse__Output>
      Message: MessageTypeDefinition<_dbosd_v1_Message, _dbosd_v1_Message__Output>
      /**
       * Messages to workflows: queued per workflow and topic, each consumed once, in the order sent.
       */
      MessageService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_MessageServiceClient> & { service: _dbosd_v1_MessageServiceDefinition }
      MessageState: EnumTypeDefinition
      NotYet: MessageTypeDefinition<_dbosd_v1_NotYet, _dbosd_v1_NotYet__Output>
      OutgoingMessage: MessageTypeDefinition<_dbosd_v1_OutgoingMessage, _dbosd_v1_OutgoingMessage__Output>
      Oversized: MessageTypeDefinition<_dbosd_v1_Oversized, _dbosd_v1_Oversized__Output>
      Payload: MessageTypeDefinition<_dbosd_v1_Payload, _dbosd_v1_Payload__Output>
      PayloadFormat: EnumTypeDefinition
      PortableArguments: MessageTypeDefinition<_dbosd_v1_PortableArguments, _dbosd_v1_PortableArguments__Output>
      ReadOptions: MessageTypeDefinition<_dbosd_v1_ReadOptions, _dbosd_v1_ReadOptions__Output>
      ResumeWorkflowsRequest: MessageTypeDefinition<_dbosd_v1_ResumeWorkflowsRequest, _dbosd_v1_ResumeWorkflowsRequest__Output>
      ResumeWorkflowsResponse: MessageTypeDefinition<_dbosd_v1_ResumeWorkflowsResponse, _dbosd_v1_ResumeWorkflowsResponse__Output>
      RewindWorkflowRequest: MessageTypeDefinition<_dbosd_v1_RewindWorkflowRequest, _dbosd_v1_RewindWorkflowRequest__Output>
      RewindWorkflowResponse: MessageTypeDefinition<_dbosd_v1_RewindWorkflowResponse, _dbosd_v1_RewindWorkflowResponse__Output>
      SendBatchRequest: MessageTypeDefinition<_dbosd_v1_SendBatchRequest, _dbosd_v1_SendBatchRequest__Output>
      SendBatchResponse: MessageTypeDefinition<_dbosd_v1_SendBatchResponse, _dbosd_v1_SendBatchResponse__Output>
      SendOutcome: MessageTypeDefinition<_dbosd_v1_SendOutcome, _dbosd_v1_SendOutcome__Output>
      SendRequest: MessageTypeDefinition<_dbosd_v1_SendRequest, _dbosd_v1_SendRequest__Output>
      SendResponse: MessageTypeDefinition<_dbosd_v1_SendResponse, _dbosd_v1_SendResponse__Output>
      SetWorkflowAttributesRequest: MessageTypeDefinition<_dbosd_v1_SetWorkflowAttributesRequest, _dbosd_v1_SetWorkflowAttributesRequest__Output>
      SetWorkflowAttributesResponse: MessageTypeDefinition<_dbosd_v1_SetWorkflowAttributesResponse, _dbosd_v1_SetWorkflowAttributesResponse__Output>
      SetWorkflowDelayRequest: MessageTypeDefinition<_dbosd_v1_SetWorkflowDelayRequest, _dbosd_v1_SetWorkflowDelayRequest__Output>
      SetWorkflowDelayResponse: MessageTypeDefinition<_dbosd_v1_SetWorkflowDelayResponse, _dbosd_v1_SetWorkflowDelayResponse__Output>
      SetWorkflowPriorityRequest: MessageTypeDefinition<_dbosd_v1_SetWorkflowPriorityRequest, _dbosd_v1_SetWorkflowPriorityRequest__Output>
      SetWorkflowPriorityResponse: MessageTypeDefinition<_dbosd_v1_SetWorkflowPriorityResponse, _dbosd_v1_SetWorkflowPriorityResponse__Output>
      TimedOut: MessageTypeDefinition<_dbosd_v1_TimedOut, _dbosd_v1_TimedOut__Output>
      Value: MessageTypeDefinition<_dbosd_v1_Value, _dbosd_v1_Value__Output>
      Workflow: MessageTypeDefinition<_dbosd_v1_Workflow, _dbosd_v1_Workflow__Output>
      WorkflowEnded: MessageTypeDefinition<_dbosd_v1_WorkflowEnded, _dbosd_v1_WorkflowEnded__Output>
      WorkflowIdReusePolicy: EnumTypeDefinition
      WorkflowInput: MessageTypeDefinition<_dbosd_v1_WorkflowInput, _dbosd_v1_WorkflowInput__Output>
      WorkflowOutcome: MessageTypeDefinition<_dbosd_v1_WorkflowOutcome, _dbosd_v1_WorkflowOutcome__Output>
      /**
       * Workflows: enqueued for a DBOS application to run, looked at, waited for.
       */
      WorkflowService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_WorkflowServiceClient> & { service: _dbosd_v1_WorkflowServiceDefinition }
      WorkflowStatus: EnumTypeDefinition
      WorkflowStep: MessageTypeDefinition<_dbosd_v1_WorkflowStep, _dbosd_v1_WorkflowStep__Output>
    }
  }
  google: {
    protobuf: {
      Any: MessageTypeDefinition<_google_protobuf_Any, _google_protobuf_Any__Output>
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
    rpc: {
      Status: MessageTypeDefinition<_google_rpc_Status, _google_rpc_Status__Output>
    }
  }
}

