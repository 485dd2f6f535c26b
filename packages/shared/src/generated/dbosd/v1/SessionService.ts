// Original file: proto/dbosd/v1/session_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { OpenRequest as _dbosd_v1_OpenRequest, OpenRequest__Output as _dbosd_v1_OpenRequest__Output } from '../../dbosd/v1/OpenRequest.js';
import type { OpenResponse as _dbosd_v1_OpenResponse, OpenResponse__Output as _dbosd_v1_OpenResponse__Output } from '../../dbosd/v1/OpenResponse.js';

/**
 * All calls of the other services on one bidirectional stream.
 */
export interface SessionServiceClient extends grpc.Client {
  /**
   * Opens a session. The daemon's first frame says `opened`; the client then sends numbered requests and
   * subscriptions, many in flight, and each is answered under its number. Requests overtake each other, except that
   * messages to one destination are sent in the order of the frames. Both sides send a frame at least every 20 s (an
   * empty one when idle); a side that hears nothing for 60 s may take the session for broken. The client ends it by
   * half-closing: what is in flight is still answered.
   */
  Open(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_dbosd_v1_OpenRequest, _dbosd_v1_OpenResponse__Output>;
  Open(options?: grpc.CallOptions): grpc.ClientDuplexStream<_dbosd_v1_OpenRequest, _dbosd_v1_OpenResponse__Output>;
  /**
   * Opens a session. The daemon's first frame says `opened`; the client then sends numbered requests and
   * subscriptions, many in flight, and each is answered under its number. Requests overtake each other, except that
   * messages to one destination are sent in the order of the frames. Both sides send a frame at least every 20 s (an
   * empty one when idle); a side that hears nothing for 60 s may take the session for broken. The client ends it by
   * half-closing: what is in flight is still answered.
   */
  open(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_dbosd_v1_OpenRequest, _dbosd_v1_OpenResponse__Output>;
  open(options?: grpc.CallOptions): grpc.ClientDuplexStream<_dbosd_v1_OpenRequest, _dbosd_v1_OpenResponse__Output>;
  
}

/**
 * All calls of the other services on one bidirectional stream.
 */
export interface SessionServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Opens a session. The daemon's first frame says `opened`; the client then sends numbered requests and
   * subscriptions, many in flight, and each is answered under its number. Requests overtake each other, except that
   * messages to one destination are sent in the order of the frames. Both sides send a frame at least every 20 s (an
   * empty one when idle); a side that hears nothing for 60 s may take the session for broken. The client ends it by
   * half-closing: what is in flight is still answered.
   */
  Open: grpc.handleBidiStreamingCall<_dbosd_v1_OpenRequest__Output, _dbosd_v1_OpenResponse>;
  
}

export interface SessionServiceDefinition extends grpc.ServiceDefinition {
  Open: MethodDefinition<_dbosd_v1_OpenRequest, _dbosd_v1_OpenResponse, _dbosd_v1_OpenRequest__Output, _dbosd_v1_OpenResponse__Output>
}
