/**
 * What `@dbosd/worker` shares with the client: how a daemon is found and connected to, and calls whose answers are not
 * decoded. Not for applications: it changes without notice.
 */
export { connectionOf } from './client.js';
export { aborted, isHopeless, mayRetry, retryDelayMs } from './connection/failures.js';
export type { Connection } from './connection/connection.js';
export { checkArray, checkChoice, checkOptions, type OptionNames } from './options.js';
export { Addresses, checkAddresses, type Target } from './session/addresses.js';
export type { Channel } from './session/channel.js';
export { Connector } from './session/connector.js';
export { openOnChannel } from './session/open-on-channel.js';
export { SendWindow, stoppedOnTheWay } from './session/send-window.js';
export { streamError } from './session/session.js';
export { enqueueRequest, type EnqueueArguments } from './workflows/enqueue.js';
export { timeoutMsOf } from './timeouts.js';
export {
  checkFormat,
  checkStorable,
  decodeStored,
  decodeWire,
  encoding,
  READ_OPTIONS,
  type Whereabouts,
} from './values.js';
