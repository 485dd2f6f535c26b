import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ListMessagesRequest as _dbosd_v1_ListMessagesRequest, ListMessagesRequest__Output as _dbosd_v1_ListMessagesRequest__Output } from './dbosd/v1/ListMessagesRequest.js';
import type { ListMessagesResponse as _dbosd_v1_ListMessagesResponse, ListMessagesResponse__Output as _dbosd_v1_ListMessagesResponse__Output } from './dbosd/v1/ListMessagesResponse.js';
import type { Message as _dbosd_v1_Message, Message__Output as _dbosd_v1_Message__Output } from './dbosd/v1/Message.js';
import type { MessageServiceClient as _dbosd_v1_MessageServiceClient, MessageServiceDefinition as _dbosd_v1_MessageServiceDefinition } from './dbosd/v1/MessageService.js';
import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from './dbosd/v1/NotYet.js';
import type { OutgoingMessage as _dbosd_v1_OutgoingMessage, OutgoingMessage__Output as _dbosd_v1_OutgoingMessage__Output } from './dbosd/v1/OutgoingMessage.js';
import type { Oversized as _dbosd_v1_Oversized, Oversized__Output as _dbosd_v1_Oversized__Output } from './dbosd/v1/Oversized.js';
import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from './dbosd/v1/Payload.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from './dbosd/v1/ReadOptions.js';
import type { SendBatchRequest as _dbosd_v1_SendBatchRequest, SendBatchRequest__Output as _dbosd_v1_SendBatchRequest__Output } from './dbosd/v1/SendBatchRequest.js';
import type { SendBatchResponse as _dbosd_v1_SendBatchResponse, SendBatchResponse__Output as _dbosd_v1_SendBatchResponse__Output } from './dbosd/v1/SendBatchResponse.js';
import type { SendOutcome as _dbosd_v1_SendOutcome, SendOutcome__Output as _dbosd_v1_SendOutcome__Output } from './dbosd/v1/SendOutcome.js';
import type { SendRequest as _dbosd_v1_SendRequest, SendRequest__Output as _dbosd_v1_SendRequest__Output } from './dbosd/v1/SendRequest.js';
import type { SendResponse as _dbosd_v1_SendResponse, SendResponse__Output as _dbosd_v1_SendResponse__Output } from './dbosd/v1/SendResponse.js';
import type { TimedOut as _dbosd_v1_TimedOut, TimedOut__Output as _dbosd_v1_TimedOut__Output } from './dbosd/v1/TimedOut.js';
import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from './dbosd/v1/Value.js';
import type { WorkflowEnded as _dbosd_v1_WorkflowEnded, WorkflowEnded__Output as _dbosd_v1_WorkflowEnded__Output } from './dbosd/v1/WorkflowEnded.js';
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
      ListMessagesRequest: MessageTypeDefinition<_dbosd_v1_ListMessagesRequest, _dbosd_v1_ListMessagesRequest__Output>
      ListMessagesResponse: MessageTypeDefinition<_dbosd_v1_ListMessagesResponse, _dbosd_v1_ListMessagesResponse__Output>
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
      ReadOptions: MessageTypeDefinition<_dbosd_v1_ReadOptions, _dbosd_v1_ReadOptions__Output>
      SendBatchRequest: MessageTypeDefinition<_dbosd_v1_SendBatchRequest, _dbosd_v1_SendBatchRequest__Output>
      SendBatchResponse: MessageTypeDefinition<_dbosd_v1_SendBatchResponse, _dbosd_v1_SendBatchResponse__Output>
      SendOutcome: MessageTypeDefinition<_dbosd_v1_SendOutcome, _dbosd_v1_SendOutcome__Output>
      SendRequest: MessageTypeDefinition<_dbosd_v1_SendRequest, _dbosd_v1_SendRequest__Output>
      SendResponse: MessageTypeDefinition<_dbosd_v1_SendResponse, _dbosd_v1_SendResponse__Output>
      TimedOut: MessageTypeDefinition<_dbosd_v1_TimedOut, _dbosd_v1_TimedOut__Output>
      Value: MessageTypeDefinition<_dbosd_v1_Value, _dbosd_v1_Value__Output>
      WorkflowEnded: MessageTypeDefinition<_dbosd_v1_WorkflowEnded, _dbosd_v1_WorkflowEnded__Output>
      WorkflowStatus: EnumTypeDefinition
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

