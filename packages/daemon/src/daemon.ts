import type { DaemonConfig } from './config.js';
import type { Logger } from './ops/log.js';

/** A daemon on one database and one address, as the command line runs it. */
export interface Daemon {
  /** `host:port` that it listens on; known once `start` has resolved. */
  readonly address: string;
  /** Resolves when it serves calls. Rejects with an error whose message names the fix. */
  start(): Promise<void>;
  /** Accepts nothing new, lets clients go to other daemons, and waits for what is in flight, for `drainTimeoutMs` at most. */
  drain(): Promise<void>;
  /** Ends everything at once. May be called at any time, any number of times. */
  stop(): Promise<void>;
}

export type CreateDaemon = (config: DaemonConfig, log: Logger) => Daemon;
