// Original file: proto/dbosd/v1/event_service.proto


/**
 * An event that is no longer set.
 */
export interface Unset {
}

/**
 * An event that is no longer set.
 */
export interface Unset__Output {
}
