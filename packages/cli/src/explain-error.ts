import { ConfigError } from '@dbosd/daemon/config';
import { connectionFailure, errorMessage } from '@dbosd/daemon/database';
import { DbosdError, type Reason } from '@dbosd/shared';
import { CommandError, EXIT, type ExitCode } from './errors.js';

interface Explanation {
  /** One line: what happened, and the fix. */
  readonly message: string;
  readonly exitCode: ExitCode;
}

/** Where the command was going; no secrets. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

const NOT_FOUND: ReadonlySet<Reason> = new Set(['WORKFLOW_NOT_FOUND', 'QUEUE_NOT_FOUND']);
const UNAVAILABLE: ReadonlySet<Reason> = new Set([
  'STORE_UNAVAILABLE',
  'DRAINING',
  'STORAGE_FULL',
  'READ_ONLY',
  'OVERLOADED',
  'TOO_MANY_WAITS',
  'SLOW_READER',
  'OUTCOME_UNKNOWN',
  'TRANSPORT',
]);
/** The request is wrong, not its execution. */
const USAGE: ReadonlySet<Reason> = new Set(['INVALID_FIELD', 'PAYLOAD_TOO_LARGE']);
/** The client's own, known by name so that it need not be loaded to look. */
const TIMEOUTS: ReadonlySet<string> = new Set(['WaitTimeoutError', 'DBOSStreamTimeoutError']);

/** What a failed command tells: known failures get their fix, all others their own message. Never a stack. */
export function explainError(error: unknown, destination?: Destination): Explanation {
  if (error instanceof CommandError) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof ConfigError) return { message: error.message, exitCode: EXIT.usage };
  if (error instanceof DbosdError) return { message: error.message, exitCode: exitCodeOf(error.reason) };
  if (error instanceof Error && TIMEOUTS.has(error.name)) {
    return { message: error.message, exitCode: EXIT.timedOut };
  }
  if (isTakenPort(error)) {
    const { host, port } = destination ?? { host: 'this machine', port: 'given' };
    return {
      message: `port ${String(port)} on ${host} is taken by another program: stop it, or choose another port with --port`,
      exitCode: EXIT.error,
    };
  }
  const failure = connectionFailure(error);
  if (failure !== undefined) {
    return { message: `the database: ${failure.found}: ${failure.fix}`, exitCode: EXIT.unavailable };
  }
  return { message: errorMessage(error), exitCode: EXIT.error };
}

/** grpc-js gives the code of a failed bind only inside its message. */
function isTakenPort(error: unknown): boolean {
  return codeOf(error) === 'EADDRINUSE' || (error instanceof Error && error.message.includes('EADDRINUSE'));
}

function exitCodeOf(reason: Reason): ExitCode {
  if (NOT_FOUND.has(reason)) return EXIT.notFound;
  if (USAGE.has(reason)) return EXIT.usage;
  return UNAVAILABLE.has(reason) ? EXIT.unavailable : EXIT.error;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
