import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { DeleteQueueRequest as _dbosd_v1_DeleteQueueRequest, DeleteQueueRequest__Output as _dbosd_v1_DeleteQueueRequest__Output } from './dbosd/v1/DeleteQueueRequest.js';
import type { DeleteQueueResponse as _dbosd_v1_DeleteQueueResponse, DeleteQueueResponse__Output as _dbosd_v1_DeleteQueueResponse__Output } from './dbosd/v1/DeleteQueueResponse.js';
import type { GetQueueRequest as _dbosd_v1_GetQueueRequest, GetQueueRequest__Output as _dbosd_v1_GetQueueRequest__Output } from './dbosd/v1/GetQueueRequest.js';
import type { GetQueueResponse as _dbosd_v1_GetQueueResponse, GetQueueResponse__Output as _dbosd_v1_GetQueueResponse__Output } from './dbosd/v1/GetQueueResponse.js';
import type { ListQueuesRequest as _dbosd_v1_ListQueuesRequest, ListQueuesRequest__Output as _dbosd_v1_ListQueuesRequest__Output } from './dbosd/v1/ListQueuesRequest.js';
import type { ListQueuesResponse as _dbosd_v1_ListQueuesResponse, ListQueuesResponse__Output as _dbosd_v1_ListQueuesResponse__Output } from './dbosd/v1/ListQueuesResponse.js';
import type { Queue as _dbosd_v1_Queue, Queue__Output as _dbosd_v1_Queue__Output } from './dbosd/v1/Queue.js';
import type { QueueRateLimit as _dbosd_v1_QueueRateLimit, QueueRateLimit__Output as _dbosd_v1_QueueRateLimit__Output } from './dbosd/v1/QueueRateLimit.js';
import type { QueueServiceClient as _dbosd_v1_QueueServiceClient, QueueServiceDefinition as _dbosd_v1_QueueServiceDefinition } from './dbosd/v1/QueueService.js';
import type { UpsertQueueRequest as _dbosd_v1_UpsertQueueRequest, UpsertQueueRequest__Output as _dbosd_v1_UpsertQueueRequest__Output } from './dbosd/v1/UpsertQueueRequest.js';
import type { UpsertQueueResponse as _dbosd_v1_UpsertQueueResponse, UpsertQueueResponse__Output as _dbosd_v1_UpsertQueueResponse__Output } from './dbosd/v1/UpsertQueueResponse.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.js';
import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from './google/protobuf/FieldMask.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  dbosd: {
    v1: {
      DeleteQueueRequest: MessageTypeDefinition<_dbosd_v1_DeleteQueueRequest, _dbosd_v1_DeleteQueueRequest__Output>
      DeleteQueueResponse: MessageTypeDefinition<_dbosd_v1_DeleteQueueResponse, _dbosd_v1_DeleteQueueResponse__Output>
      GetQueueRequest: MessageTypeDefinition<_dbosd_v1_GetQueueRequest, _dbosd_v1_GetQueueRequest__Output>
      GetQueueResponse: MessageTypeDefinition<_dbosd_v1_GetQueueResponse, _dbosd_v1_GetQueueResponse__Output>
      ListQueuesRequest: MessageTypeDefinition<_dbosd_v1_ListQueuesRequest, _dbosd_v1_ListQueuesRequest__Output>
      ListQueuesResponse: MessageTypeDefinition<_dbosd_v1_ListQueuesResponse, _dbosd_v1_ListQueuesResponse__Output>
      Queue: MessageTypeDefinition<_dbosd_v1_Queue, _dbosd_v1_Queue__Output>
      QueueConflictPolicy: EnumTypeDefinition
      QueueRateLimit: MessageTypeDefinition<_dbosd_v1_QueueRateLimit, _dbosd_v1_QueueRateLimit__Output>
      /**
       * Queues: how many workflows run at once, and how fast they are started.
       */
      QueueService: SubtypeConstructor<typeof grpc.Client, _dbosd_v1_QueueServiceClient> & { service: _dbosd_v1_QueueServiceDefinition }
      UpsertQueueRequest: MessageTypeDefinition<_dbosd_v1_UpsertQueueRequest, _dbosd_v1_UpsertQueueRequest__Output>
      UpsertQueueResponse: MessageTypeDefinition<_dbosd_v1_UpsertQueueResponse, _dbosd_v1_UpsertQueueResponse__Output>
    }
  }
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      FieldMask: MessageTypeDefinition<_google_protobuf_FieldMask, _google_protobuf_FieldMask__Output>
    }
  }
}

