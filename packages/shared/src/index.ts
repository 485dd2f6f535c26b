export * from './abort.js';
export * from './backoff.js';
export * from './clock.js';
export {
  bufferOf,
  contractDefinition,
  contractRoot,
  messageToObject,
  protoDirectory,
} from './contract/root.js';
export * from './durations.js';
export * from './errors/dbosd-error.js';
export * from './errors/reasons.js';
export * from './errors/status.js';
export * from './flusher.js';
export * from './limits.js';
export { Addresses, checkAddresses, type Target } from './link/addresses.js';
export { channelCredentials } from './link/credentials.js';
export { InFlight, type Numbered } from './link/in-flight.js';
export { Link, type LinkTransport } from './link/link.js';
export { LinkPool } from './link/link-pool.js';
export { openLink, openOnChannel } from './link/open-link.js';
export * from './link/retry.js';
export { RetryBudget, type Retryable } from './link/retry.js';
export { SendWindow, stoppedOnTheWay, type Sendable } from './link/send-window.js';
export * from './link/timing.js';
export * from './log-lines.js';
export * from './names.js';
export * from './nearest.js';
export * from './values/close-marker.js';
export * from './values/decode.js';
export * from './values/encode-error.js';
export * from './values/errors.js';
export * from './values/write-native.js';
export * from './values/portable.js';
export { encodeGoJson } from './values/portable.js';
export * from './values/payload.js';
export * from './values/portable.js';
export * from './values/superjson.js';
export { isError, messageOf, sourceOf, stackOf } from './values/thrown.js';
export * from './values/transcode.js';
export { DecodeBudget } from './values/json-limits.js';
export { UnstorableError, type PathSegment } from './values/unstorable.js';
export { markHandle } from './values/workflow-handle.js';
export * from './workflow-status.js';
export type * as contract from './generated/contract.js';
