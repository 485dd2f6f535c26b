import { pino, stdTimeFunctions } from 'pino';
import { logLines } from '@dbosd/shared';
import type { Config } from '../config.js';
import { describeError, withoutPasswords } from './redact.js';

export type Logger = pino.Logger;

/** Where lines go; `write` must not throw. */
export interface LogSink {
  write(text: string): void;
  readonly isTTY: boolean;
}

/** Fields whose value is never shown, at the top or one level down. */
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
 * (`logFormat`). Passwords in URLs are removed from every line; errors carry their stacks from level `debug` on.
 */
export function createLog(
  { logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>,
  sink?: LogSink,
): Logger {
  const { isTTY } = sink ?? process.stderr;
  const asText = logFormat === 'text' || (logFormat === 'auto' && isTTY);
  const formed = (line: string): string => (asText ? formatLine(line) : line);
  // A log that cannot be written stops nothing; the log itself says how many lines were lost.
  const lines = sink ?? { write: logLines((lost) => formed(lostLines(lost))) };
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
        lines.write(formed(withoutPasswords(line)));
      },
    },
  );
}

function lostLines(lines: number): string {
  const fields = { level: 'warn', time: new Date().toISOString(), event: 'log.lines_lost', lines };
  return `${JSON.stringify(fields)}\n`;
}

/**
 * Turns one JSON line of the log into text for people: time of day, level, event, then the fields as `name=value`.
 * A stack follows on separate lines.
 */
function formatLine(line: string): string {
  const { time, level, event, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clock = typeof time === 'string' ? time.slice('2026-01-01T'.length, -1) : '';
  const stacks: string[] = [];
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${formatValue(value, stacks)}`);
  const words = [clock, String(level).padEnd(5), typeof event === 'string' ? event : '', ...rest];
  return `${[words.filter((word) => word !== '').join(' '), ...stacks].join('\n')}\n`;
}

function formatValue(value: unknown, stacks: string[]): string {
  if (isError(value)) {
    if (typeof value.stack === 'string') stacks.push(value.stack);
    return JSON.stringify(causes(value).join(': '));
  }
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value);
}

interface ErrorFields {
  readonly message: string;
  readonly stack?: unknown;
  readonly cause?: unknown;
}

function isError(value: unknown): value is ErrorFields {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  );
}

function causes(error: ErrorFields): string[] {
  return [error.message, ...(isError(error.cause) ? causes(error.cause) : [])];
}
