import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from './dbosd/v1/NotYet.js';
import type { Oversized as _dbosd_v1_Oversized, Oversized__Output as _dbosd_v1_Oversized__Output } from './dbosd/v1/Oversized.js';
import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from './dbosd/v1/Payload.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from './dbosd/v1/ReadOptions.js';
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
      NotYet: MessageTypeDefinition<_dbosd_v1_NotYet, _dbosd_v1_NotYet__Output>
      Oversized: MessageTypeDefinition<_dbosd_v1_Oversized, _dbosd_v1_Oversized__Output>
      Payload: MessageTypeDefinition<_dbosd_v1_Payload, _dbosd_v1_Payload__Output>
      PayloadFormat: EnumTypeDefinition
      ReadOptions: MessageTypeDefinition<_dbosd_v1_ReadOptions, _dbosd_v1_ReadOptions__Output>
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

