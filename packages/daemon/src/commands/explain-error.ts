import { DbosdError, type Reason } from '@dbosd/shared';
import { ConfigError } from '../config.js';
import { CommandError } from './command-error.js';
import { EXIT, type ExitCode } from './exit-code.js';

export interface Explanation {
  /** One line: what happened, and the mend. */
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
/** What somebody asked for is wrong, and not what happened. */
const USAGE: ReadonlySet<Reason> = new Set(['INVALID_FIELD', 'PAYLOAD_TOO_LARGE']);
/** The client's own, known by name so that it need not be loaded to look. */
const TIMEOUTS: ReadonlySet<string> = new Set(['WaitTimeoutError', 'DBOSStreamTimeoutError']);

/** By the codes of Node's sockets and of Postgres (its appendix A), as a connection attempt ends with them. */
const UNREACHABLE = 'check host and port of database_url, and that Postgres is running';
const UNRESOLVED = 'check the host name in database_url';
const STRANGE =
  'whatever listens there ended it: check that host and port of database_url lead to Postgres, and look at its log';
const UNWELCOME = 'check user and password in database_url';
const DATABASE_MENDS: ReadonlyMap<string | undefined, string> = new Map([
  ['ECONNREFUSED', UNREACHABLE],
  ['EHOSTUNREACH', UNREACHABLE],
  ['ETIMEDOUT', UNREACHABLE],
  ['ECONNRESET', STRANGE],
  ['ENOTFOUND', UNRESOLVED],
  ['EAI_AGAIN', UNRESOLVED],
  ['28P01', UNWELCOME],
  ['28000', UNWELCOME],
  ['3D000', 'create the database, or correct its name in database_url'],
  ['53300', 'raise max_connections of the server, or lower write_pool_size and read_pool_size'],
  ['57P03', 'it is starting or stopping: try again in a moment'],
]);

/** What a failed command tells: known failures get their mend, all others their own message. Never a stack. */
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
  const mend = isHungUp(error) ? STRANGE : DATABASE_MENDS.get(codeOf(error));
  if (mend !== undefined) {
    return { message: `the database: ${messageOf(error)}: ${mend}`, exitCode: EXIT.unavailable };
  }
  return { message: messageOf(error), exitCode: EXIT.error };
}

/** grpc-js gives the code of a failed bind only inside its message. */
function isTakenPort(error: unknown): boolean {
  return codeOf(error) === 'EADDRINUSE' || (error instanceof Error && error.message.includes('EADDRINUSE'));
}

/** The driver has no code for a connection that the other side closed without a word. */
function isHungUp(error: unknown): boolean {
  return error instanceof Error && error.message === 'Connection terminated unexpectedly';
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

/** An AggregateError of several refused addresses has no message of its own. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  const [first]: unknown[] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return first === undefined ? error.name : messageOf(first);
}
