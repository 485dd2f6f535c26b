import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ListStreamsRequest as _dbosd_v1_ListStreamsRequest, ListStreamsRequest__Output as _dbosd_v1_ListStreamsRequest__Output } from './dbosd/v1/ListStreamsRequest.js';
import type { ListStreamsResponse as _dbosd_v1_ListStreamsResponse, ListStreamsResponse__Output as _dbosd_v1_ListStreamsResponse__Output } from './dbosd/v1/ListStreamsResponse.js';
import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from './dbosd/v1/NotYet.js';
import type { Oversized as _dbosd_v1_Oversized, Oversized__Output as _dbosd_v1_Oversized__Output } from './dbosd/v1/Oversized.js';
import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from './dbosd/v1/Payload.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from './dbosd/v1/ReadOptions.js';
import type { ReadStreamOffsetRequest as _dbosd_v1_ReadStreamOffsetRequest, ReadStreamOffsetRequest__Output as _dbosd_v1_ReadStreamOffsetRequest__Output } from './dbosd/v1/ReadStreamOffsetRequest.js';
import type { ReadStreamOffsetResponse as _dbosd_v1_ReadStreamOffsetResponse, ReadStreamOffsetResponse__Output as _dbosd_v1_ReadStreamOffsetResponse__Output } from './dbosd/v1/ReadStreamOffsetResponse.js';
import type { ReadStreamRequest as _dbosd_v1_ReadStreamRequest, ReadStreamRequest__Output as _dbosd_v1_ReadStreamRequest__Output } from './dbosd/v1/ReadStreamRequest.js';
import type { ReadStreamResponse as _dbosd_v1_ReadStreamResponse, ReadStreamResponse__Output as _dbosd_v1_ReadStreamResponse__Output } from './dbosd/v1/ReadStreamResponse.js';
import type { Stream as _dbosd_v1_Stream, Stream__Output as _dbosd_v1_Stream__Output } from './dbosd/v1/Stream.js';
import type { StreamClosed as _dbosd_v1_StreamClosed, StreamClosed__Output as _dbosd_v1_StreamClosed__Output } from './dbosd/v1/StreamClosed.js';
import type { StreamEnd as _dbosd_v1_StreamEnd, StreamEnd__Output as _dbosd_v1_StreamEnd__Output } from './dbosd/v1/StreamEnd.js';
import type { StreamGap as _dbosd_v1_StreamGap, StreamGap__Output as _dbosd_v1_StreamGap__Output } from './dbosd/v1/StreamGap.js';
import type { StreamServiceClient as _dbosd_v1_StreamServiceClient, StreamServiceDefinition as _dbosd_v1_StreamServiceDefinition } from './dbosd/v1/StreamService.js';
import type { StreamValue as _dbosd_v1_StreamValue, StreamValue__Output as _dbosd_v1_StreamValue__Output } from './dbosd/v1/StreamValue.js';
import type { Tail as _dbosd_v1_Tail, Tail__Output as _dbosd_v1_Tail__Output } from './dbosd/v1/Tail.js';
import type { TimedOut as _dbosd_v1_TimedOut, TimedOut__Output as _dbosd_v1_TimedOut__Output } from './dbosd/v1/TimedOut.js';
import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from './dbosd/v1/Value.js';
import type { WorkflowEnded as _dbosd_v1_WorkflowEnded, WorkflowEnded__Output as _dbosd_v1_WorkflowEnded__Output } from './dbosd/v1/WorkflowEnded.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  dbosd: {
    v1: {
      ListStreamsRequest: MessageTypeDefinition<_dbosd_v1_ListStreamsRequest, _dbosd_v1_ListStreamsRequest__Output>
      ListStreamsResponse: MessageTypeDefinition<_dbosd_v1_ListStreamsResponse, _dbosd_v1_ListStreamsResponse__Output>
      NotYet: MessageTypeDefinition<_dbosd_v1_NotYet, _dbosd_v1_NotYet__Output>
      Oversized: MessageTypeDefinition<_dbosd_v1_Oversized, _dbosd_v1_Oversized__Output>
      Payload: MessageTypeDefinition<_dbosd_v1_Payload, _dbosd_v1_Payload__Output>
      PayloadFormat: EnumTypeDefinition
      ReadOptions: MessageTypeDefinition<_dbosd_v1_ReadOptions, _dbosd_v1_ReadOptions__Output>
      ReadStreamOffsetRequest: MessageTypeDefinition<_dbosd_v1_ReadStreamOffsetRequest, _dbosd_v1_ReadStreamOffsetRequest__Output>
      ReadStreamOffsetResponse: MessageTypeDefinition<_dbosd_v1_ReadStreamOffsetResponse, _dbosd_v1_ReadStreamOffsetResponse__Output>
      ReadStreamRequest: MessageTypeDefinition<_dbosd_v1_ReadStreamRequest, _dbosd_v1_ReadStreamRequest__Output>
      ReadStreamResponse: MessageTypeDefinition<_dbosd_v1_ReadStreamResponse, _dbosd_v1_ReadStreamResponse__Output>
      Stream: MessageTypeDefinition<_dbosd_v1_Stream, _dbosd_v1_Stream__Output>
      StreamClosed: MessageTypeDefinition<_dbosd_v1_StreamClosed, _dbosd_v1_StreamClosed__Output>
      StreamEnd: MessageTypeDefinition<_dbosd_v1_StreamEnd, _dbosd_v1_StreamEnd__Output>
      StreamGap: MessageTypeDefinition<_dbosd_v1_StreamGap, _dbosd_v1_StreamGap__Output>
      /**
       * Streams of workflows: append-only, read live and in order, by any number of readers.
       */
      StreamService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_StreamServiceClient> & { service: _dbosd_v1_StreamServiceDefinition }
      StreamValue: MessageTypeDefinition<_dbosd_v1_StreamValue, _dbosd_v1_StreamValue__Output>
      Tail: MessageTypeDefinition<_dbosd_v1_Tail, _dbosd_v1_Tail__Output>
      TimedOut: MessageTypeDefinition<_dbosd_v1_TimedOut, _dbosd_v1_TimedOut__Output>
      Value: MessageTypeDefinition<_dbosd_v1_Value, _dbosd_v1_Value__Output>
      WorkflowEnded: MessageTypeDefinition<_dbosd_v1_WorkflowEnded, _dbosd_v1_WorkflowEnded__Output>
      WorkflowStatus: EnumTypeDefinition
    }
  }
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
    }
  }
}

