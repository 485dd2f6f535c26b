/**
 * What `@dbosd/worker` shares with the client: how a daemon is found and connected to, and calls whose answers are not
 * decoded. Not for applications: it changes without notice.
 */
export { connectionOf } from './client.js';
export { aborted, isHopeless, mayRetry, retryDelayMs } from './connection/failures.js';
export { DBOSError } from './dbos-error.js';
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
export { Addresses, checkAddresses, type Target } from './session/addresses.js';
export type { Channel } from './session/channel.js';
export { Connector } from './session/connector.js';
export { openOnChannel } from './session/open-on-channel.js';
export { SendWindow, stoppedOnTheWay } from './session/send-window.js';
export { streamError } from './session/session.js';
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
