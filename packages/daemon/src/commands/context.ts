import type { Daemon } from '../daemon.js';
import type { DaemonConfig } from '../config.js';
import type { Logger } from '../ops/log.js';

/** The process, as far as commands touch it. */
export interface ProcessEvents extends Pick<NodeJS.EventEmitter, 'on' | 'off'> {
  /** Ends the process at once. */
  exit(code: number): void;
}

/** What surrounds a command. */
export interface CommandContext {
  /** Puts a daemon together; loaded on demand, so that small commands start fast. */
  readonly createDaemon: (config: DaemonConfig, log: Logger) => Promise<Daemon>;
  /** Results go here, a line at a time. */
  readonly print: (line: string) => void;
  /** Words go here, a line at a time. */
  readonly tell: (line: string) => void;
  readonly process: ProcessEvents;
}
