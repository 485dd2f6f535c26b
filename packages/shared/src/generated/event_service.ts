import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Event as _dbosd_v1_Event, Event__Output as _dbosd_v1_Event__Output } from './dbosd/v1/Event.js';
import type { EventChange as _dbosd_v1_EventChange, EventChange__Output as _dbosd_v1_EventChange__Output } from './dbosd/v1/EventChange.js';
import type { EventServiceClient as _dbosd_v1_EventServiceClient, EventServiceDefinition as _dbosd_v1_EventServiceDefinition } from './dbosd/v1/EventService.js';
import type { EventValue as _dbosd_v1_EventValue, EventValue__Output as _dbosd_v1_EventValue__Output } from './dbosd/v1/EventValue.js';
import type { GetEventRequest as _dbosd_v1_GetEventRequest, GetEventRequest__Output as _dbosd_v1_GetEventRequest__Output } from './dbosd/v1/GetEventRequest.js';
import type { GetEventResponse as _dbosd_v1_GetEventResponse, GetEventResponse__Output as _dbosd_v1_GetEventResponse__Output } from './dbosd/v1/GetEventResponse.js';
import type { ListEventsRequest as _dbosd_v1_ListEventsRequest, ListEventsRequest__Output as _dbosd_v1_ListEventsRequest__Output } from './dbosd/v1/ListEventsRequest.js';
import type { ListEventsResponse as _dbosd_v1_ListEventsResponse, ListEventsResponse__Output as _dbosd_v1_ListEventsResponse__Output } from './dbosd/v1/ListEventsResponse.js';
import type { NotYet as _dbosd_v1_NotYet, NotYet__Output as _dbosd_v1_NotYet__Output } from './dbosd/v1/NotYet.js';
import type { Oversized as _dbosd_v1_Oversized, Oversized__Output as _dbosd_v1_Oversized__Output } from './dbosd/v1/Oversized.js';
import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from './dbosd/v1/Payload.js';
import type { ReadOptions as _dbosd_v1_ReadOptions, ReadOptions__Output as _dbosd_v1_ReadOptions__Output } from './dbosd/v1/ReadOptions.js';
import type { TimedOut as _dbosd_v1_TimedOut, TimedOut__Output as _dbosd_v1_TimedOut__Output } from './dbosd/v1/TimedOut.js';
import type { Unset as _dbosd_v1_Unset, Unset__Output as _dbosd_v1_Unset__Output } from './dbosd/v1/Unset.js';
import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from './dbosd/v1/Value.js';
import type { WatchEventsRequest as _dbosd_v1_WatchEventsRequest, WatchEventsRequest__Output as _dbosd_v1_WatchEventsRequest__Output } from './dbosd/v1/WatchEventsRequest.js';
import type { WatchEventsResponse as _dbosd_v1_WatchEventsResponse, WatchEventsResponse__Output as _dbosd_v1_WatchEventsResponse__Output } from './dbosd/v1/WatchEventsResponse.js';
import type { WorkflowEnded as _dbosd_v1_WorkflowEnded, WorkflowEnded__Output as _dbosd_v1_WorkflowEnded__Output } from './dbosd/v1/WorkflowEnded.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  dbosd: {
    v1: {
      Event: MessageTypeDefinition<_dbosd_v1_Event, _dbosd_v1_Event__Output>
      EventChange: MessageTypeDefinition<_dbosd_v1_EventChange, _dbosd_v1_EventChange__Output>
      /**
       * Events of workflows: the latest value of a key, set by the workflow, waited for by anybody.
       */
      EventService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_EventServiceClient> & { service: _dbosd_v1_EventServiceDefinition }
      EventValue: MessageTypeDefinition<_dbosd_v1_EventValue, _dbosd_v1_EventValue__Output>
      GetEventRequest: MessageTypeDefinition<_dbosd_v1_GetEventRequest, _dbosd_v1_GetEventRequest__Output>
      GetEventResponse: MessageTypeDefinition<_dbosd_v1_GetEventResponse, _dbosd_v1_GetEventResponse__Output>
      ListEventsRequest: MessageTypeDefinition<_dbosd_v1_ListEventsRequest, _dbosd_v1_ListEventsRequest__Output>
      ListEventsResponse: MessageTypeDefinition<_dbosd_v1_ListEventsResponse, _dbosd_v1_ListEventsResponse__Output>
      NotYet: MessageTypeDefinition<_dbosd_v1_NotYet, _dbosd_v1_NotYet__Output>
      Oversized: MessageTypeDefinition<_dbosd_v1_Oversized, _dbosd_v1_Oversized__Output>
      Payload: MessageTypeDefinition<_dbosd_v1_Payload, _dbosd_v1_Payload__Output>
      PayloadFormat: EnumTypeDefinition
      ReadOptions: MessageTypeDefinition<_dbosd_v1_ReadOptions, _dbosd_v1_ReadOptions__Output>
      TimedOut: MessageTypeDefinition<_dbosd_v1_TimedOut, _dbosd_v1_TimedOut__Output>
      Unset: MessageTypeDefinition<_dbosd_v1_Unset, _dbosd_v1_Unset__Output>
      Value: MessageTypeDefinition<_dbosd_v1_Value, _dbosd_v1_Value__Output>
      WatchEventsRequest: MessageTypeDefinition<_dbosd_v1_WatchEventsRequest, _dbosd_v1_WatchEventsRequest__Output>
      WatchEventsResponse: MessageTypeDefinition<_dbosd_v1_WatchEventsResponse, _dbosd_v1_WatchEventsResponse__Output>
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

