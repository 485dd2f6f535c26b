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
  if (entry instanceof Error) return entry.stack ?? entry.message;
  return typeof entry === 'object' && entry !== null ? JSON.stringify(entry) : String(entry);
}
