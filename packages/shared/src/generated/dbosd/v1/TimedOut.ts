// Original file: proto/dbosd/v1/values.proto


/**
 * The time that the caller gave is over, and what it waited for has not come.
 */
export interface TimedOut {
}

/**
 * The time that the caller gave is over, and what it waited for has not come.
 */
export interface TimedOut__Output {
}
