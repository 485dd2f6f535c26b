// Original file: proto/dbosd/v1/session_service.proto


/**
 * The daemon drains, or renews its sessions. The client opens the next session, moves its waits and subscriptions
 * there, and half-closes this one; requests that the daemon reads here until then are still answered.
 */
export interface GoingAway {
  /**
   * The daemon drains: another daemon should be preferred.
   */
  'draining'?: (boolean);
}

/**
 * The daemon drains, or renews its sessions. The client opens the next session, moves its waits and subscriptions
 * there, and half-closes this one; requests that the daemon reads here until then are still answered.
 */
export interface GoingAway__Output {
  /**
   * The daemon drains: another daemon should be preferred.
   */
  'draining': (boolean);
}
