import { failed, ok, type Finding } from '../model/finding.js';
import type { PoolerTraces } from '../store/doctor/index.js';

/** How a connection is shared with other clients: for how long it keeps the same connection to the server. */
export type Pooling = 'direct' | 'session' | 'transaction' | 'statement';

export interface PoolerTerms {
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
