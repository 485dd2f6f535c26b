import { failed, type Finding, ok, warning } from '../model/finding.js';
import {
  type ClockReading,
  type ConnectionRoom,
  type HeardNotification,
  type Identity,
  LISTEN_WITHIN_MS,
  type PoolerTraces,
  type Room,
} from '../store/doctor/index.js';

/** Stored times are the database's, so nothing breaks; but people compare them with their own clocks. */
const MOST_MS = 1000;

/** Judges how far the database's clock is from this machine's, which was read before and after. */
export function judgeClock({ askedAtMs, databaseMs, answeredAtMs }: ClockReading): Finding {
  const offsetMs = databaseMs - (askedAtMs + answeredAtMs) / 2;
  const distance = `${inWords(Math.abs(offsetMs))} ${offsetMs < 0 ? 'behind' : 'ahead of'} this machine's`;
  const found = `the database's clock is ${distance} (± ${inWords((answeredAtMs - askedAtMs) / 2)})`;
  return Math.abs(offsetMs) > MOST_MS
    ? warning(found, "let both machines follow an NTP server: the times of workflows are the database's")
    : ok(found);
}

function inWords(ms: number): string {
  return ms < 1000 ? `${String(Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Judges whether the connections of one daemon fit: at all, and next to those that are open now. */
export function judgeMaxConnections(room: ConnectionRoom, wanted: number): Finding {
  const bounds = Object.entries({
    [SERVER]: room.server,
    'the database': room.database,
    'the role': room.role,
  }).filter((bound): bound is [string, Room] => bound[1] !== undefined);
  const [name, tightest] = bounds.reduce((a, b) => (freeIn(b[1]) < freeIn(a[1]) ? b : a));
  const [strictName, strictest] = bounds.reduce((a, b) => (b[1].limit < a[1].limit ? b : a));
  if (strictest.limit < wanted) {
    return failed(
      `a daemon wants ${String(wanted)} connections, and ${strictName} allows ${String(strictest.limit)}`,
      fixOf(strictName),
    );
  }
  const used = `${name} allows ${String(tightest.limit)}, of which others use ${String(tightest.usedByOthers)}`;
  const found = `a daemon wants ${String(wanted)} connections; ${used}`;
  return freeIn(tightest) < wanted ? warning(found, fixOf(name)) : ok(found);
}

const SERVER = 'the server';

function freeIn({ limit, usedByOthers }: Room): number {
  return limit - usedByOthers;
}

function fixOf(bound: string): string {
  const raise = bound === SERVER ? 'raise max_connections' : `raise the connection limit of ${bound}`;
  return `${raise}, or lower write_pool_size and read_pool_size`;
}

/** Judges whether the two URLs lead to one database. */
export function judgeSameDatabase(listening: Identity, writing: Identity): Finding {
  if (listening.fingerprint === writing.fingerprint) {
    return ok(`listen_url leads to the same database, as role "${listening.role}"`);
  }
  return failed(
    `listen_url leads to another database (or another server's) than database_url: "${listening.database}" and "${writing.database}"`,
    'let both lead to the same database of the same primary',
  );
}

/** Judges whether a notification arrived. */
export function judgeListen(received: HeardNotification): Finding {
  if (received !== 'silence') {
    return ok(`a notification came back within ${String(Math.max(1, received.afterMs))} ms`);
  }
  return warning(
    `no notification came back within ${String(LISTEN_WITHIN_MS)} ms: waits end only by the sweep`,
    'let listen_url lead straight to Postgres, past any transaction pooler, or set notify: off',
  );
}

/** How a connection is shared with other clients: for how long it keeps the same connection to the server. */
type Pooling = 'direct' | 'session' | 'transaction' | 'statement';

interface PoolerTerms {
  readonly namedStatements: boolean;
  /** Whether LISTEN and the migrations have their own connection. */
  readonly ownListenUrl: boolean;
}

/** What the traces prove. Without a pooler, one client has one process, and no other client has it. */
export function poolingOf({ greeted, first, rounds }: PoolerTraces): Pooling {
  if (rounds.some(({ other }) => other === 'refused')) return 'statement';
  const isShared = ({ other, again }: PoolerTraces['rounds'][number]): boolean =>
    other === first || (again !== first && again !== 'waiting');
  if (rounds.some(isShared)) return 'transaction';
  return greeted === first ? 'direct' : 'session';
}

/** Judges what is between dbosd and Postgres for its statements. */
export function judgePooler(traces: PoolerTraces, { namedStatements, ownListenUrl }: PoolerTerms): Finding {
  switch (poolingOf(traces)) {
    case 'direct':
      return ok('database_url leads straight to Postgres');
    case 'session':
      return ok('database_url leads through a pooler in session mode, which is as good as none');
    case 'statement':
      return failed(
        'database_url leads through a pooler in statement mode, which has no transactions',
        'set the pooler to transaction or session mode, or give a database_url that leads past it',
      );
    case 'transaction':
      break;
  }
  const found = 'database_url leads through a pooler in transaction mode';
  if (!ownListenUrl) {
    return failed(
      `${found}, which carries neither LISTEN nor the locks of migrations`,
      'give a listen_url that leads past it',
    );
  }
  if (namedStatements && forgets(traces)) {
    return failed(
      `${found}, which does not carry prepared statements`,
      'set named_statements: false, or use a pooler that carries them (PgBouncer from 1.21, max_prepared_statements)',
    );
  }
  return ok(`${found}, and listen_url past it; settings hold for dbosd's own transactions only`);
}

/** Judges the connection that listens, and takes the locks of migrations: it must keep its session. */
export function judgeListenPooling(traces: PoolerTraces): Finding {
  const pooling = poolingOf(traces);
  return pooling === 'direct' || pooling === 'session'
    ? ok(`listen_url keeps its session`)
    : failed(
        `listen_url leads through a pooler in ${pooling} mode, which carries neither LISTEN nor the locks of migrations`,
        'give a listen_url that leads past it',
      );
}

function forgets({ rounds }: PoolerTraces): boolean {
  return rounds.some(({ again }) => again === 'forgotten');
}
