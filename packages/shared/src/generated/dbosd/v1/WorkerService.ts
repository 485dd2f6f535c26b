// Original file: proto/dbosd/v1/worker_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ConnectRequest as _dbosd_v1_ConnectRequest, ConnectRequest__Output as _dbosd_v1_ConnectRequest__Output } from '../../dbosd/v1/ConnectRequest.js';
import type { ConnectResponse as _dbosd_v1_ConnectResponse, ConnectResponse__Output as _dbosd_v1_ConnectResponse__Output } from '../../dbosd/v1/ConnectResponse.js';

/**
 * The stream on which a worker process gets workflows to run, and carries out their durable operations.
 */
export interface WorkerServiceClient extends grpc.Client {
  /**
   * Connects a worker. Its first frame says `hello`, the daemon's first frame `accepted`. Then the daemon pushes
   * assignments, stops and a drain, and the worker sends numbered operations, many in flight, each answered under its
   * number. The operations of one workflow are carried out in the order of the frames; those of different workflows
   * overtake each other. Both sides send a frame at least every 5 s (an empty one is a heartbeat). Who hears nothing for
   * 15 s from a daemon connects to another one, before its lease is over. An operation that stays unanswered because the stream broke is sent again on the next stream,
   * with the same fields: it has its effect once (a stream write from inside a step: at least once). The worker ends
   * the stream with `goodbye`; the daemon then hands over what is left and ends it with OK.
   * Errors: EXECUTOR_ID_IN_USE, INVALID_FIELD, DRAINING.
   */
  Connect(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_dbosd_v1_ConnectRequest, _dbosd_v1_ConnectResponse__Output>;
  Connect(options?: grpc.CallOptions): grpc.ClientDuplexStream<_dbosd_v1_ConnectRequest, _dbosd_v1_ConnectResponse__Output>;
  /**
   * Connects a worker. Its first frame says `hello`, the daemon's first frame `accepted`. Then the daemon pushes
   * assignments, stops and a drain, and the worker sends numbered operations, many in flight, each answered under its
   * number. The operations of one workflow are carried out in the order of the frames; those of different workflows
   * overtake each other. Both sides send a frame at least every 5 s (an empty one is a heartbeat). Who hears nothing for
   * 15 s from a daemon connects to another one, before its lease is over. An operation that stays unanswered because the stream broke is sent again on the next stream,
   * with the same fields: it has its effect once (a stream write from inside a step: at least once). The worker ends
   * the stream with `goodbye`; the daemon then hands over what is left and ends it with OK.
   * Errors: EXECUTOR_ID_IN_USE, INVALID_FIELD, DRAINING.
   */
  connect(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_dbosd_v1_ConnectRequest, _dbosd_v1_ConnectResponse__Output>;
  connect(options?: grpc.CallOptions): grpc.ClientDuplexStream<_dbosd_v1_ConnectRequest, _dbosd_v1_ConnectResponse__Output>;
  
}

/**
 * The stream on which a worker process gets workflows to run, and carries out their durable operations.
 */
export interface WorkerServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Connects a worker. Its first frame says `hello`, the daemon's first frame `accepted`. Then the daemon pushes
   * assignments, stops and a drain, and the worker sends numbered operations, many in flight, each answered under its
   * number. The operations of one workflow are carried out in the order of the frames; those of different workflows
   * overtake each other. Both sides send a frame at least every 5 s (an empty one is a heartbeat). Who hears nothing for
   * 15 s from a daemon connects to another one, before its lease is over. An operation that stays unanswered because the stream broke is sent again on the next stream,
   * with the same fields: it has its effect once (a stream write from inside a step: at least once). The worker ends
   * the stream with `goodbye`; the daemon then hands over what is left and ends it with OK.
   * Errors: EXECUTOR_ID_IN_USE, INVALID_FIELD, DRAINING.
   */
  Connect: grpc.handleBidiStreamingCall<_dbosd_v1_ConnectRequest__Output, _dbosd_v1_ConnectResponse>;
  
}

export interface WorkerServiceDefinition extends grpc.ServiceDefinition {
  Connect: MethodDefinition<_dbosd_v1_ConnectRequest, _dbosd_v1_ConnectResponse, _dbosd_v1_ConnectRequest__Output, _dbosd_v1_ConnectResponse__Output>
}
