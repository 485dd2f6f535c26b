// Original file: proto/dbosd/v1/stream_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ListStreamsRequest as _dbosd_v1_ListStreamsRequest, ListStreamsRequest__Output as _dbosd_v1_ListStreamsRequest__Output } from '../../dbosd/v1/ListStreamsRequest.js';
import type { ListStreamsResponse as _dbosd_v1_ListStreamsResponse, ListStreamsResponse__Output as _dbosd_v1_ListStreamsResponse__Output } from '../../dbosd/v1/ListStreamsResponse.js';
import type { ReadStreamOffsetRequest as _dbosd_v1_ReadStreamOffsetRequest, ReadStreamOffsetRequest__Output as _dbosd_v1_ReadStreamOffsetRequest__Output } from '../../dbosd/v1/ReadStreamOffsetRequest.js';
import type { ReadStreamOffsetResponse as _dbosd_v1_ReadStreamOffsetResponse, ReadStreamOffsetResponse__Output as _dbosd_v1_ReadStreamOffsetResponse__Output } from '../../dbosd/v1/ReadStreamOffsetResponse.js';
import type { ReadStreamRequest as _dbosd_v1_ReadStreamRequest, ReadStreamRequest__Output as _dbosd_v1_ReadStreamRequest__Output } from '../../dbosd/v1/ReadStreamRequest.js';
import type { ReadStreamResponse as _dbosd_v1_ReadStreamResponse, ReadStreamResponse__Output as _dbosd_v1_ReadStreamResponse__Output } from '../../dbosd/v1/ReadStreamResponse.js';

/**
 * Streams of workflows: append-only, read live and in order, by any number of readers.
 */
export interface StreamServiceClient extends grpc.Client {
  /**
   * Lists the streams of a workflow.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  ListStreams(argument: _dbosd_v1_ListStreamsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListStreamsResponse__Output>): grpc.ClientUnaryCall;
  ListStreams(argument: _dbosd_v1_ListStreamsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListStreamsResponse__Output>): grpc.ClientUnaryCall;
  ListStreams(argument: _dbosd_v1_ListStreamsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListStreamsResponse__Output>): grpc.ClientUnaryCall;
  ListStreams(argument: _dbosd_v1_ListStreamsRequest, callback: grpc.requestCallback<_dbosd_v1_ListStreamsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the streams of a workflow.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  listStreams(argument: _dbosd_v1_ListStreamsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListStreamsResponse__Output>): grpc.ClientUnaryCall;
  listStreams(argument: _dbosd_v1_ListStreamsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ListStreamsResponse__Output>): grpc.ClientUnaryCall;
  listStreams(argument: _dbosd_v1_ListStreamsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ListStreamsResponse__Output>): grpc.ClientUnaryCall;
  listStreams(argument: _dbosd_v1_ListStreamsRequest, callback: grpc.requestCallback<_dbosd_v1_ListStreamsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Reads a stream from a position on: what is there, then what comes, until it is closed or its workflow ends.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, SLOW_READER (with `next_offset` in its metadata), DRAINING.
   */
  ReadStream(argument: _dbosd_v1_ReadStreamRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_dbosd_v1_ReadStreamResponse__Output>;
  ReadStream(argument: _dbosd_v1_ReadStreamRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_dbosd_v1_ReadStreamResponse__Output>;
  /**
   * Reads a stream from a position on: what is there, then what comes, until it is closed or its workflow ends.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, SLOW_READER (with `next_offset` in its metadata), DRAINING.
   */
  readStream(argument: _dbosd_v1_ReadStreamRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_dbosd_v1_ReadStreamResponse__Output>;
  readStream(argument: _dbosd_v1_ReadStreamRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_dbosd_v1_ReadStreamResponse__Output>;
  
  /**
   * Waits for the first value at or after an offset and returns it.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  ReadStreamOffset(argument: _dbosd_v1_ReadStreamOffsetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ReadStreamOffsetResponse__Output>): grpc.ClientUnaryCall;
  ReadStreamOffset(argument: _dbosd_v1_ReadStreamOffsetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ReadStreamOffsetResponse__Output>): grpc.ClientUnaryCall;
  ReadStreamOffset(argument: _dbosd_v1_ReadStreamOffsetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ReadStreamOffsetResponse__Output>): grpc.ClientUnaryCall;
  ReadStreamOffset(argument: _dbosd_v1_ReadStreamOffsetRequest, callback: grpc.requestCallback<_dbosd_v1_ReadStreamOffsetResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Waits for the first value at or after an offset and returns it.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  readStreamOffset(argument: _dbosd_v1_ReadStreamOffsetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ReadStreamOffsetResponse__Output>): grpc.ClientUnaryCall;
  readStreamOffset(argument: _dbosd_v1_ReadStreamOffsetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_dbosd_v1_ReadStreamOffsetResponse__Output>): grpc.ClientUnaryCall;
  readStreamOffset(argument: _dbosd_v1_ReadStreamOffsetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_dbosd_v1_ReadStreamOffsetResponse__Output>): grpc.ClientUnaryCall;
  readStreamOffset(argument: _dbosd_v1_ReadStreamOffsetRequest, callback: grpc.requestCallback<_dbosd_v1_ReadStreamOffsetResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Streams of workflows: append-only, read live and in order, by any number of readers.
 */
export interface StreamServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Lists the streams of a workflow.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, INVALID_PAGE_TOKEN.
   */
  ListStreams: grpc.handleUnaryCall<_dbosd_v1_ListStreamsRequest__Output, _dbosd_v1_ListStreamsResponse>;
  
  /**
   * Reads a stream from a position on: what is there, then what comes, until it is closed or its workflow ends.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, SLOW_READER (with `next_offset` in its metadata), DRAINING.
   */
  ReadStream: grpc.handleServerStreamingCall<_dbosd_v1_ReadStreamRequest__Output, _dbosd_v1_ReadStreamResponse>;
  
  /**
   * Waits for the first value at or after an offset and returns it.
   * Errors: WORKFLOW_NOT_FOUND, INVALID_FIELD, TOO_MANY_WAITS.
   */
  ReadStreamOffset: grpc.handleUnaryCall<_dbosd_v1_ReadStreamOffsetRequest__Output, _dbosd_v1_ReadStreamOffsetResponse>;
  
}

export interface StreamServiceDefinition extends grpc.ServiceDefinition {
  ListStreams: MethodDefinition<_dbosd_v1_ListStreamsRequest, _dbosd_v1_ListStreamsResponse, _dbosd_v1_ListStreamsRequest__Output, _dbosd_v1_ListStreamsResponse__Output>
  ReadStream: MethodDefinition<_dbosd_v1_ReadStreamRequest, _dbosd_v1_ReadStreamResponse, _dbosd_v1_ReadStreamRequest__Output, _dbosd_v1_ReadStreamResponse__Output>
  ReadStreamOffset: MethodDefinition<_dbosd_v1_ReadStreamOffsetRequest, _dbosd_v1_ReadStreamOffsetResponse, _dbosd_v1_ReadStreamOffsetRequest__Output, _dbosd_v1_ReadStreamOffsetResponse__Output>
}
