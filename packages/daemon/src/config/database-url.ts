/** The values of libpq's `target_session_attrs` that a program that writes may have: each means a server that takes writes. */
const TARGETS = new Set(['any', 'read-write', 'primary']);

const URL_PARTS = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#@]*)([^]*)$/i;

/**
 * The single-host URLs that a database URL stands for, in its order: several hosts are separated by commas, as in libpq
 * (`postgres://user:password@h1:5432,h2:5432/database`, or `?host=h1,h2&port=5432,5433`). A port that a host does
 * not name is Postgres's default. `target_session_attrs` is left out: dbosd always wants the host that takes writes.
 * Returns `undefined` for a text that is not a URL of a Postgres, or that asks for a server that takes no writes.
 */
export function hostUrls(databaseUrl: string): readonly [string, ...string[]] | undefined {
  const parts = URL_PARTS.exec(databaseUrl);
  if (parts === null || hasRawPassword(databaseUrl)) return undefined;
  const [, start = '', hosts = '', rest = ''] = parts;
  // A URL with a user and no host is not valid; the parameter overrides the name that is inserted.
  const named = hosts === '' && start.endsWith('@') && /[?&]host=/.test(rest) ? 'localhost' : hosts;
  const urls = named.split(',').map((host) => `${start}${host}${rest}`);
  if (!urls.every((url) => URL.canParse(url))) return undefined;
  const [first, ...others] = urls.flatMap(byParameter);
  if (first === undefined || [first, ...others].some(wantsNoPrimary)) return undefined;
  return [withoutTarget(first), ...others.map(withoutTarget)];
}

/** Whether its password has characters with a meaning in a URL: it would be cut at one of them. */
export function hasRawPassword(url: string): boolean {
  return isCutByItsPassword(url) || !isDecodable(url);
}

/**
 * Whether a raw `/`, `?` or `#` of a password ends the part of the URL that it belongs to: then what precedes it would be taken
 * for a host, looked up, and printed. Such a password leaves an `@` in the rest, where only a parameter's value may have one.
 */
function isCutByItsPassword(url: string): boolean {
  const [, rest = ''] = /^[a-z]+:\/\/[^/?#]*([^]*)$/i.exec(url) ?? [];
  const [, path = '', query = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#[^]*)?$/.exec(rest) ?? [];
  const isInName = query.split('&').some((pair) => pair.split('=')[0]?.includes('@'));
  return path.includes('@') || isInName || hash.includes('@');
}

/** Whether its user, password and database can be decoded: a raw `%` cannot. */
function isDecodable(url: string): boolean {
  const [start = ''] = url.split('?');
  try {
    decodeURIComponent(start);
    return true;
  } catch {
    return false;
  }
}

/** The hosts of `?host=h1,h2&port=5432,5433`. One port may serve all hosts. */
function byParameter(url: string): string[] {
  const { searchParams } = new URL(url);
  const hosts = searchParams.get('host')?.split(',') ?? [];
  if (hosts.length < 2) return [url];
  const ports = searchParams.get('port')?.split(',') ?? [];
  if (ports.length > 1 && ports.length !== hosts.length) return [];
  return hosts.map((host, at) => {
    const one = new URL(url);
    one.searchParams.set('host', host);
    const port = ports[at] ?? ports[0];
    if (port !== undefined) one.searchParams.set('port', port);
    return one.href;
  });
}

function wantsNoPrimary(url: string): boolean {
  const target = new URL(url).searchParams.get('target_session_attrs');
  return target !== null && !TARGETS.has(target);
}

/** Returns the URL unchanged if nothing has to be removed. */
function withoutTarget(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('target_session_attrs')) return url;
  parsed.searchParams.delete('target_session_attrs');
  return parsed.href;
}
