// Original file: proto/dbosd/v1/message_service.proto

/**
 * Which messages a list shows.
 */
export const MessageState = {
  /**
   * All.
   */
  MESSAGE_STATE_UNSPECIFIED: 'MESSAGE_STATE_UNSPECIFIED',
  /**
   * Those that no recv has consumed yet.
   */
  MESSAGE_STATE_WAITING: 'MESSAGE_STATE_WAITING',
  /**
   * Those that a recv has consumed.
   */
  MESSAGE_STATE_CONSUMED: 'MESSAGE_STATE_CONSUMED',
} as const;

/**
 * Which messages a list shows.
 */
export type MessageState =
  /**
   * All.
   */
  | 'MESSAGE_STATE_UNSPECIFIED'
  | 0
  /**
   * Those that no recv has consumed yet.
   */
  | 'MESSAGE_STATE_WAITING'
  | 1
  /**
   * Those that a recv has consumed.
   */
  | 'MESSAGE_STATE_CONSUMED'
  | 2

/**
 * Which messages a list shows.
 */
export type MessageState__Output = typeof MessageState[keyof typeof MessageState]
