// Original file: proto/dbosd/v1/session_service.proto


/**
 * Credentials of the session's owner.
 */
export interface Authenticate {
  /**
   * A bearer token.
   */
  'token'?: (string);
}

/**
 * Credentials of the session's owner.
 */
export interface Authenticate__Output {
  /**
   * A bearer token.
   */
  'token': (string);
}
