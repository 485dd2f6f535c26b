/** Why a database could not be reached, and what to do. */
export interface ConnectionFailure {
  readonly found: string;
  readonly mend: string;
}

type Mend = (setting: string) => string;

/** By the codes of Node's sockets and of Postgres (its appendix A), as a connection attempt ends with them. */
const unreachable: Mend = (setting) => `check host and port of ${setting}, and that Postgres is running`;
const unresolved: Mend = (setting) => `check the host name in ${setting}`;
const strange: Mend = (setting) =>
  `whatever listens there ended it: check that host and port of ${setting} lead to Postgres, and look at its log`;
const unwelcome: Mend = (setting) => `check user and password in ${setting}`;
const untrusted: Mend = (setting) =>
  `name the authority that signed it by sslrootcert in ${setting}, or in NODE_EXTRA_CA_CERTS`;

const MENDS: ReadonlyMap<string | undefined, Mend> = new Map([
  ['ECONNREFUSED', unreachable],
  ['EHOSTUNREACH', unreachable],
  ['ETIMEDOUT', unreachable],
  ['ECONNRESET', strange],
  ['ENOTFOUND', unresolved],
  ['EAI_AGAIN', unresolved],
  ['28P01', unwelcome],
  ['28000', unwelcome],
  ['3D000', (setting: string) => `create the database, or correct its name in ${setting}`],
  ['53300', () => 'raise max_connections of the server, or lower write_pool_size and read_pool_size'],
  ['57P03', () => 'it is starting or stopping: try again in a moment'],
  ['SELF_SIGNED_CERT_IN_CHAIN', untrusted],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', untrusted],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', untrusted],
]);

/** What the driver says without a code. */
const MENDS_BY_MESSAGE: ReadonlyMap<string, Mend> = new Map([
  ['Connection terminated unexpectedly', strange],
  ['timeout expired', unreachable],
  [
    'The server does not support SSL connections',
    (setting: string) => `take sslmode out of ${setting}, or let the server speak TLS`,
  ],
]);

/** The failure of a connection to the database, with its mend; `undefined`: it is none that is known. */
export function connectionFailure(error: unknown, setting = 'database_url'): ConnectionFailure | undefined {
  const found = errorMessage(error);
  const mend = MENDS.get(codeOf(error)) ?? MENDS_BY_MESSAGE.get(found);
  return mend === undefined ? undefined : { found, mend: mend(setting) };
}

/** The words of an error. An AggregateError of several refused addresses has none of its own. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  const [first]: unknown[] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return first === undefined ? error.name : errorMessage(first);
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
