// Original file: proto/third_party/google/rpc/error_details.proto


/**
 * One wrong field.
 */
export interface _google_rpc_BadRequest_FieldViolation {
  /**
   * The path of the field, like `message.topic`.
   */
  'field'?: (string);
  /**
   * What is wrong with it and how to mend it.
   */
  'description'?: (string);
}

/**
 * One wrong field.
 */
export interface _google_rpc_BadRequest_FieldViolation__Output {
  /**
   * The path of the field, like `message.topic`.
   */
  'field': (string);
  /**
   * What is wrong with it and how to mend it.
   */
  'description': (string);
}

/**
 * Which fields of a request are wrong.
 */
export interface BadRequest {
  /**
   * All that were found wrong.
   */
  'fieldViolations'?: (_google_rpc_BadRequest_FieldViolation)[];
}

/**
 * Which fields of a request are wrong.
 */
export interface BadRequest__Output {
  /**
   * All that were found wrong.
   */
  'fieldViolations': (_google_rpc_BadRequest_FieldViolation__Output)[];
}
