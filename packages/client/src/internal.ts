/**
 * What `@dbosd/worker` shares with the client: options and their checks, and calls whose answers are not decoded.
 * Applications must not use it: it changes without notice.
 */
export { connectionOf } from './client.js';
export { aborted } from './connection/failures.js';
export { DBOSError } from './errors.js';
export type { Connection } from './connection/connection.js';
export {
  checkArray,
  checkChoice,
  checkFlag,
  checkOptions,
  checkWhole,
  takeOptions,
  type OptionNames,
} from './options.js';
export {
  checkMs,
  checkNumber,
  checkPolling,
  streamTimeoutMsOf,
  takeAbortOptions,
  timeoutMsOf,
} from './timeouts.js';
export { attributesJson } from './workflows/attributes.js';
export { enqueueRequest, takeEnqueueOptions, type EnqueueArguments } from './workflows/enqueue.js';
export { withUndecodable } from './undecodable-value.js';
export {
  checkFormat,
  decodeWire,
  encodeNativeArguments,
  encoding,
  READ_OPTIONS,
  type Whereabouts,
} from './values.js';
export { isStarted, STARTED, startedHandle } from './workflows/workflow-handle.js';
