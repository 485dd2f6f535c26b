import { logLines, spellForLog } from '@dbosd/shared';

/** What may come with a line. `span` is DBOS's: there are none here. */
export interface ContextualMetadata {
  includeContextMetadata?: boolean;
  span?: unknown;
}

/** What comes with an error's line. */
export interface StackTrace {
  stack?: string;
  error?: unknown;
}

/** Where `DBOS.logger` writes: an object of the program's own, or lines on stderr. */
export interface Logger {
  info(entry: unknown, metadata?: ContextualMetadata): void;
  debug(entry: unknown, metadata?: ContextualMetadata): void;
  warn(entry: unknown, metadata?: ContextualMetadata): void;
  error(entry: unknown, metadata?: ContextualMetadata & StackTrace): void;
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

/**
 * Writes lines of time, level and text to stderr: those of this level and above. Never throws, and what cannot be
 * written ends nothing.
 */
export function stderrLogger(
  level: LogLevel,
  context: () => string | undefined,
  write: (line: string) => void = logLines(lostLines),
): Logger {
  const line = (of: LogLevel) => (entry: unknown) => {
    if (LEVELS.indexOf(of) < LEVELS.indexOf(level)) return;
    const where = context();
    const text = where === undefined ? spellForLog(entry) : `[${where}] ${spellForLog(entry)}`;
    write(lineOf(of, text));
  };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** The same, for the worker's own lines: a logger of the program that throws ends no workflow and no process. */
export function steadyLogger(logger: Logger): Logger {
  const steady =
    (level: LogLevel) =>
    (entry: unknown, metadata?: object): void => {
      try {
        logger[level](entry, metadata);
      } catch {
        // There is no other place to say it.
      }
    };
  return { debug: steady('debug'), info: steady('info'), warn: steady('warn'), error: steady('error') };
}

function lineOf(level: LogLevel, text: string): string {
  return `${new Date().toISOString()} ${level} ${text}\n`;
}

function lostLines(lines: number): string {
  return lineOf('warn', `${String(lines)} lines of this log could not be written`);
}

export function isLogLevel(text: string): text is LogLevel {
  return (LEVELS as readonly string[]).includes(text);
}
