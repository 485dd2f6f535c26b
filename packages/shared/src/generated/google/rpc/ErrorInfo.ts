// Original file: proto/third_party/google/rpc/error_details.proto


/**
 * Why a call failed.
 */
export interface ErrorInfo {
  /**
   * One of the reasons of docs/protocol.md, in UPPER_SNAKE_CASE.
   */
  'reason'?: (string);
  /**
   * Who gave the reason: `dbosd`.
   */
  'domain'?: (string);
  /**
   * More about this very failure.
   */
  'metadata'?: ({[key: string]: string});
}

/**
 * Why a call failed.
 */
export interface ErrorInfo__Output {
  /**
   * One of the reasons of docs/protocol.md, in UPPER_SNAKE_CASE.
   */
  'reason': (string);
  /**
   * Who gave the reason: `dbosd`.
   */
  'domain': (string);
  /**
   * More about this very failure.
   */
  'metadata': ({[key: string]: string});
}
