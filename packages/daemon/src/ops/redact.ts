import { spellForLog } from '@dbosd/shared';

/** An error as the log shows it. */
export interface DescribedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly reason?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/** A chain of causes longer than this is cut: it is a loop, or too long to read. */
const MAX_CAUSES = 5;

/** Cuts the password out of every URL in a text: `postgres://app:***@db/x`. */
export function withoutPasswords(text: string): string {
  return text
    .replaceAll(/([?&][^=&\s"]*(?:pass|secret|token)[^=&\s"]*=)[^&\s"\\]*/gi, '$1***')
    .replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]*):(?:[^\s"\\]|\\.)*@/gi, '$1:***@');
}

/** A URL as it may be shown: without its password, and without parameters that are one. A text that is not a URL is hidden entirely. */
export function urlWithoutSecrets(text: string): string {
  if (!URL.canParse(text)) return HIDDEN;
  const url = new URL(text);
  if (url.password !== '') url.password = HIDDEN;
  for (const name of new Set(url.searchParams.keys())) {
    if (/pass|secret|token|key/i.test(name)) url.searchParams.set(name, HIDDEN);
  }
  return url.href;
}

const HIDDEN = '***';

/**
 * Picks from an error what may be logged. Other fields are left out: drivers attach queries, parameters and whole connection
 * strings to their errors. Never throws, even if reading the error does.
 */
export function describeError(error: unknown, withStack: boolean, depth = 0): DescribedError {
  try {
    return describe(error, withStack, depth);
  } catch {
    return { name: typeof error, message: 'an error that cannot be shown' };
  }
}

/** Postgres quotes the data in its messages about data that it refuses (class 22). */
function withoutData(message: string, code: unknown): string {
  return typeof code === 'string' && /^22\w{3}$/.test(code)
    ? message.replaceAll(/"[^"]*"/g, '"***"')
    : message;
}

function describe(error: unknown, withStack: boolean, depth: number): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, message: spellForLog(error) };
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  return {
    name: error.name,
    message: withoutData(error.message, code),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(withStack && error.stack !== undefined ? { stack: error.stack } : {}),
    ...(error.cause !== undefined && depth < MAX_CAUSES
      ? { cause: describeError(error.cause, withStack, depth + 1) }
      : {}),
  };
}
