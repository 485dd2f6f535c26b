import { writeSync } from 'node:fs';
import { pino, stdTimeFunctions } from 'pino';
import type { Config } from '../config.js';
import { formatLine } from './format-line.js';
import { describeError, withoutPasswords } from './redact.js';

export type Logger = pino.Logger;

/** Where lines go. */
export interface LogSink {
  write(text: string): void;
  readonly isTTY: boolean;
}

/** Fields that never show their value, wherever a log call puts them at the top or one level down. */
const SECRET_FIELDS = [
  'databaseUrl',
  'listenUrl',
  'url',
  'connectionString',
  'password',
  'token',
  'payload',
  'data',
];

/**
 * The log: events with fields, `log.info({ sinceMs }, 'listener.lost')`. One JSON object a line, or text for people
 * (`logFormat`). Passwords in URLs are cut out of every line; errors carry their stacks from level `debug` on.
 */
export function createLog(
  { logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>,
  sink: LogSink = standardError(),
): Logger {
  const asText = logFormat === 'text' || (logFormat === 'auto' && sink.isTTY);
  const withStacks = logLevel === 'debug' || logLevel === 'trace';
  return pino(
    {
      level: logLevel,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      messageKey: 'event',
      formatters: { level: (level) => ({ level }) },
      serializers: { err: (error: unknown) => describeError(error, withStacks) },
      redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
    },
    {
      write: (line: string) => {
        const safe = withoutPasswords(line);
        sink.write(asText ? formatLine(safe) : safe);
      },
    },
  );
}

/** Written at once, so that the last words of a process that exits are not lost. */
function standardError(): LogSink {
  return {
    isTTY: process.stderr.isTTY,
    write: (text) => {
      try {
        writeSync(process.stderr.fd, text);
      } catch (error) {
        // A full pipe (EAGAIN) or a reader that has gone (EPIPE): a log must not stop what it tells about.
        if (!['EAGAIN', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      }
    },
  };
}
