// Original file: proto/dbosd/v1/message_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ListMessagesRequest as _dbosd_v1_ListMessagesRequest, ListMessagesRequest__Output as _dbosd_v1_ListMessagesRequest__Output } from '../../dbosd/v1/ListMessagesRequest.js';
import type { ListMessagesResponse as _dbosd_v1_ListMessagesResponse, ListMessagesResponse__Output as _dbosd_v1_ListMessagesResponse__Output } from '../../dbosd/v1/ListMessagesResponse.js';
import type { SendBatchRequest as _dbosd_v1_SendBatchRequest, SendBatchRequest__Output as _dbosd_v1_SendBatchRequest__Output } from '../../dbosd/v1/SendBatchRequest.js';
import type { SendBatchResponse as _dbosd_v1_SendBatchResponse, SendBatchResponse__Output as _dbosd_v1_SendBatchResponse__Output } from '../../dbosd/v1/SendBatchResponse.js';
import type { SendRequest as _dbosd_v1_SendRequest, SendRequest__Output as _dbosd_v1_SendRequest__Output } from '../../dbosd/v1/SendRequest.js';
import type { SendResponse as _dbosd_v1_SendResponse, SendResponse__Output as _dbosd_v1_SendResponse__Output } from '../../dbosd/v1/SendResponse.js';

/**
 * Messages to workflows: queued per workflow and topic, each consumed once, in the order sent.
 */
export interface MessageServiceClient extends grpc.Client {
  /**
   * Lists the messages of a workflow, waiting and consumed, oldest first, and consumes none.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  ListMessages(argument: _dbosd_v1_ListMessagesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListMessagesResponse__Output>): grpc.ClientUnaryCall;
  ListMessages(argument: _dbosd_v1_ListMessagesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListMessagesResponse__Output>): grpc.ClientUnaryCall;
  ListMessages(argument: _dbosd_v1_ListMessagesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListMessagesResponse__Output>): grpc.ClientUnaryCall;
  ListMessages(argument: _dbosd_v1_ListMessagesRequest, callback: grpc.requestCallback<_dbosd_v1_ListMessagesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the messages of a workflow, waiting and consumed, oldest first, and consumes none.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  listMessages(argument: _dbosd_v1_ListMessagesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListMessagesResponse__Output>): grpc.ClientUnaryCall;
  listMessages(argument: _dbosd_v1_ListMessagesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListMessagesResponse__Output>): grpc.ClientUnaryCall;
  listMessages(argument: _dbosd_v1_ListMessagesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListMessagesResponse__Output>): grpc.ClientUnaryCall;
  listMessages(argument: _dbosd_v1_ListMessagesRequest, callback: grpc.requestCallback<_dbosd_v1_ListMessagesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Sends one message. Answers after its row has committed: what is acknowledged is received, whatever crashes
   * next, unless the destination has ended or is rewound.
   * Errors: WORKFLOW_NOT_FOUND, WORKFLOW_NOT_ACTIVE, IDEMPOTENCY_KEY_REUSED, INVALID_FIELD, PAYLOAD_TOO_LARGE.
   */
  Send(argument: _dbosd_v1_SendRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SendResponse__Output>): grpc.ClientUnaryCall;
  Send(argument: _dbosd_v1_SendRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_SendResponse__Output>): grpc.ClientUnaryCall;
  Send(argument: _dbosd_v1_SendRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SendResponse__Output>): grpc.ClientUnaryCall;
  Send(argument: _dbosd_v1_SendRequest, callback: grpc.requestCallback<_dbosd_v1_SendResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sends one message. Answers after its row has committed: what is acknowledged is received, whatever crashes
   * next, unless the destination has ended or is rewound.
   * Errors: WORKFLOW_NOT_FOUND, WORKFLOW_NOT_ACTIVE, IDEMPOTENCY_KEY_REUSED, INVALID_FIELD, PAYLOAD_TOO_LARGE.
   */
  send(argument: _dbosd_v1_SendRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SendResponse__Output>): grpc.ClientUnaryCall;
  send(argument: _dbosd_v1_SendRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_SendResponse__Output>): grpc.ClientUnaryCall;
  send(argument: _dbosd_v1_SendRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SendResponse__Output>): grpc.ClientUnaryCall;
  send(argument: _dbosd_v1_SendRequest, callback: grpc.requestCallback<_dbosd_v1_SendResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Sends up to 1,000 messages, each with an outcome of its own; they keep the order of the request.
   */
  SendBatch(argument: _dbosd_v1_SendBatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SendBatchResponse__Output>): grpc.ClientUnaryCall;
  SendBatch(argument: _dbosd_v1_SendBatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_SendBatchResponse__Output>): grpc.ClientUnaryCall;
  SendBatch(argument: _dbosd_v1_SendBatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SendBatchResponse__Output>): grpc.ClientUnaryCall;
  SendBatch(argument: _dbosd_v1_SendBatchRequest, callback: grpc.requestCallback<_dbosd_v1_SendBatchResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sends up to 1,000 messages, each with an outcome of its own; they keep the order of the request.
   */
  sendBatch(argument: _dbosd_v1_SendBatchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SendBatchResponse__Output>): grpc.ClientUnaryCall;
  sendBatch(argument: _dbosd_v1_SendBatchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_SendBatchResponse__Output>): grpc.ClientUnaryCall;
  sendBatch(argument: _dbosd_v1_SendBatchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_SendBatchResponse__Output>): grpc.ClientUnaryCall;
  sendBatch(argument: _dbosd_v1_SendBatchRequest, callback: grpc.requestCallback<_dbosd_v1_SendBatchResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Messages to workflows: queued per workflow and topic, each consumed once, in the order sent.
 */
export interface MessageServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Lists the messages of a workflow, waiting and consumed, oldest first, and consumes none.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  ListMessages: grpc.handleUnaryCall<_dbosd_v1_ListMessagesRequest__Output, _dbosd_v1_ListMessagesResponse>;
  
  /**
   * Sends one message. Answers after its row has committed: what is acknowledged is received, whatever crashes
   * next, unless the destination has ended or is rewound.
   * Errors: WORKFLOW_NOT_FOUND, WORKFLOW_NOT_ACTIVE, IDEMPOTENCY_KEY_REUSED, INVALID_FIELD, PAYLOAD_TOO_LARGE.
   */
  Send: grpc.handleUnaryCall<_dbosd_v1_SendRequest__Output, _dbosd_v1_SendResponse>;
  
  /**
   * Sends up to 1,000 messages, each with an outcome of its own; they keep the order of the request.
   */
  SendBatch: grpc.handleUnaryCall<_dbosd_v1_SendBatchRequest__Output, _dbosd_v1_SendBatchResponse>;
  
}

export interface MessageServiceDefinition extends grpc.ServiceDefinition {
  ListMessages: MethodDefinition<_dbosd_v1_ListMessagesRequest, _dbosd_v1_ListMessagesResponse, _dbosd_v1_ListMessagesRequest__Output, _dbosd_v1_ListMessagesResponse__Output>
  Send: MethodDefinition<_dbosd_v1_SendRequest, _dbosd_v1_SendResponse, _dbosd_v1_SendRequest__Output, _dbosd_v1_SendResponse__Output>
  SendBatch: MethodDefinition<_dbosd_v1_SendBatchRequest, _dbosd_v1_SendBatchResponse, _dbosd_v1_SendBatchRequest__Output, _dbosd_v1_SendBatchResponse__Output>
}
