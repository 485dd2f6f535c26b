import { isForbidden } from './errors.js';

/** Why a database could not be reached, and what to do. */
export interface ConnectionFailure {
  readonly found: string;
  readonly fix: string;
}

type Fix = (setting: string) => string;

/** By the codes of Node's sockets and of Postgres (its appendix A), as a connection attempt ends with them. */
const unreachable: Fix = (setting) => `check host and port of ${setting}, and that Postgres is running`;
const unresolved: Fix = (setting) => `check the host name in ${setting}`;
const strange: Fix = (setting) =>
  `whatever listens there ended it: check that host and port of ${setting} lead to Postgres, and look at its log`;
const unwelcome: Fix = (setting) => `check user and password in ${setting}`;
const unanswered: Fix = (setting) =>
  `check host, port, user and password in ${setting}, and look at the log of the server`;
const stranger: Fix = (setting) =>
  `name the authority that signed it by sslrootcert in ${setting}, or in NODE_EXTRA_CA_CERTS`;
const expired: Fix = () => 'renew the certificate of the server, or set the clock of this machine right';
const misnamed: Fix = (setting) =>
  `write the host in ${setting} as the certificate names it, or have one made for this name`;
const noTls: Fix = (setting) =>
  `check the files that sslcert, sslkey and sslrootcert of ${setting} name, and that the server speaks TLS`;
const noFile: Fix = (setting) =>
  `correct sslcert, sslkey or sslrootcert in ${setting}: each must name a file that this program may read`;
const noSocket: Fix = (setting) =>
  `check the folder of the socket in ${setting}, and that Postgres is running`;
const pooled: Fix = (setting) =>
  `look at the log of what listens there: where it is a pooler that made dbosd wait (query_wait_timeout), give it more ` +
  `connections, or check the Postgres that it leads to; else check host and port of ${setting}`;
const passing: Fix = () => 'it is starting or stopping: try again in a moment';

/** By code, and where the codes of a kind share their beginning, by that. The first that fits counts. */
const MENDS: readonly (readonly [RegExp, Fix])[] = [
  [/^(ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL)$/, unreachable],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|EPROTO)$/, strange],
  [/^(ENOTFOUND|EAI_\w+)$/, unresolved],
  [/^28/, unwelcome],
  [/^3D000$/, (setting) => `create the database, or correct its name in ${setting}`],
  [
    /^53300$/,
    () =>
      'raise max_connections of the server or the connection limit, or lower write_pool_size and read_pool_size',
  ],
  [/^57P04$/, (setting) => `the database was dropped: create it, or correct its name in ${setting}`],
  [/^57P/, passing],
  [/^08/, pooled],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, expired],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, misnamed],
  [/^(CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|INVALID_CA$|PATH_LENGTH_|HOSTNAME_MISMATCH$)/, stranger],
  [/^ERR_(SSL|TLS|OSSL)_/, noTls],
];

/** What the driver says without a code. It decides about the advice only: that it is no connection is known by the place. */
const MENDS_BY_MESSAGE: ReadonlyMap<string, Fix> = new Map([
  ['Connection terminated unexpectedly', strange],
  ['timeout expired', unreachable],
  [
    'The server does not support SSL connections',
    (setting: string) => `take sslmode out of ${setting}, or let the server speak TLS`,
  ],
]);

/** No connection could be made, and the driver gives no code. Made where that is known (connection/connect.ts). */
export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed';
}

/** The failure of a connection to the database, with its fix; `undefined`: it is none that is known. */
export function connectionFailure(error: unknown, setting = 'database_url'): ConnectionFailure | undefined {
  const found = errorMessage(error);
  const fix = fixOf(error, found);
  return fix === undefined ? undefined : { found, fix: fix(setting) };
}

function fixOf(error: unknown, found: string): Fix | undefined {
  const { code = '', syscall, severity } = factsOf(error);
  if (/^(ENOENT|EACCES|EISDIR|ENOTDIR|EPERM)$/.test(code)) {
    if (syscall === 'connect') return noSocket;
    return syscall === 'open' || syscall === 'read' ? noFile : undefined;
  }
  // Said while it connects, for there is no session yet that would go on: no CONNECT on the database.
  if (isForbidden(error) && severity === 'FATAL') {
    return (setting) => `grant connect on the database to the role in ${setting}`;
  }
  const known = MENDS.find(([codes]) => codes.test(code))?.[1] ?? MENDS_BY_MESSAGE.get(found);
  return known ?? (error instanceof ConnectFailed ? unanswered : undefined);
}

/** The words of an error. An AggregateError of several refused addresses has none of its own. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  const [first]: unknown[] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return first === undefined ? error.name : errorMessage(first);
}

function factsOf(error: unknown): {
  readonly code?: string;
  readonly syscall?: unknown;
  readonly severity?: unknown;
} {
  if (typeof error !== 'object' || error === null) return {};
  const { code, syscall, severity } = error as Readonly<Record<string, unknown>>;
  return { ...(typeof code === 'string' ? { code } : {}), syscall, severity };
}
