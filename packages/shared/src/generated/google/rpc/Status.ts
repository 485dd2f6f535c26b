// Original file: proto/third_party/google/rpc/status.proto

import type { Any as _google_protobuf_Any, Any__Output as _google_protobuf_Any__Output } from '../../google/protobuf/Any.js';

/**
 * The outcome of a call.
 */
export interface Status {
  /**
   * A gRPC status code.
   */
  'code'?: (number);
  /**
   * What happened and how to mend it, in English.
   */
  'message'?: (string);
  /**
   * Machine-readable details, see error_details.proto.
   */
  'details'?: (_google_protobuf_Any)[];
}

/**
 * The outcome of a call.
 */
export interface Status__Output {
  /**
   * A gRPC status code.
   */
  'code': (number);
  /**
   * What happened and how to mend it, in English.
   */
  'message': (string);
  /**
   * Machine-readable details, see error_details.proto.
   */
  'details': (_google_protobuf_Any__Output)[];
}
