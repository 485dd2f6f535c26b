import type { DaemonConfig } from './config.js';
import type { Logger } from './ops/log.js';

/** A daemon on one database and one address, as the command line runs it. */
export interface Daemon {
  /** `host:port` as it is listened to; known once `start` has resolved. */
  readonly address: string;
  /** Resolves when calls are answered. Rejects with an error whose message names the mend. */
  start(): Promise<void>;
  /** Takes nothing new, lets clients go elsewhere, and waits for what is in flight, for `drainTimeoutMs` at most. */
  drain(): Promise<void>;
  /** Ends everything at once. May be called at any time, any number of times. */
  stop(): Promise<void>;
}

export type CreateDaemon = (config: DaemonConfig, log: Logger) => Daemon;
