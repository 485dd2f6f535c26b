import type { ConfigSources, DaemonConfig } from '@dbosd/daemon/config';
import type { Daemon } from '@dbosd/daemon';
import type { Logger } from '@dbosd/daemon/log';
import type { Terminal } from './output/terminal.js';

/** The process, as far as commands touch it. */
export interface ProcessEvents
  extends Pick<NodeJS.EventEmitter, 'on' | 'off'>, Partial<Pick<NodeJS.EventEmitter, 'listeners'>> {
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
  /** Where commands that talk to a daemon read and write. */
  readonly terminal: Terminal;
}

/** What the command line runs in; the environment and the working directory can be given for tests. */
export type CliContext = CommandContext & Pick<ConfigSources, 'environment' | 'cwd'>;
