import { isError, sourceOf, stackOf } from '@dbosd/shared';

/** Where `DBOS.logger` writes: an object of the program's own, or lines on stderr. */
export interface Logger {
  info(entry: unknown, metadata?: object): void;
  debug(entry: unknown, metadata?: object): void;
  warn(entry: unknown, metadata?: object): void;
  error(entry: unknown, metadata?: object): void;
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Writes lines of time, level and text to stderr: those of this level and above. */
export function stderrLogger(level: LogLevel, context: () => string | undefined): Logger {
  const line = (of: LogLevel) => (entry: unknown) => {
    if (LEVELS.indexOf(of) < LEVELS.indexOf(level)) return;
    const where = context();
    const text = where === undefined ? spell(entry) : `[${where}] ${spell(entry)}`;
    process.stderr.write(`${new Date().toISOString()} ${of} ${text}\n`);
  };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

export function isLogLevel(text: string): text is LogLevel {
  return (LEVELS as readonly string[]).includes(text);
}

function spell(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return String(entry);
  return isError(entry) ? stackOf(entry) : sourceOf(entry);
}
