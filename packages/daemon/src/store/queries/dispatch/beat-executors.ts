import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import type { ExecutorSession } from './register-executor.js';

/** An executor as a daemon watches it. */
export interface ExecutorBeat {
  readonly executorId: string;
  readonly instance: string;
  readonly session: string;
  readonly beat: number;
}

type BeatingSession = Pick<ExecutorSession, 'executorId' | 'session'>;

interface Row {
  readonly [column: string]: unknown;
  readonly executor_id: string;
  readonly instance: string;
  readonly session: string;
  readonly beat: number;
}

// Rides executor_pkey for the beats; the look reads the table whole, which has a row for each worker that lives. What it
// shows is from before the beats: whoever beats is not watched for standing still.
const statement: Statement = {
  name: 'beat-executors',
  text: ({ own }) => `
    with beaten as (
      update ${own}.executor e
      set beat = e.beat + 1
      from unnest($1::text[], $2::text[]) as h (executor_id, session)
      where e.executor_id = h.executor_id
        and e.session = h.session
        and e.state = 'connected'
    )
    select executor_id, instance, session, beat
    from ${own}.executor`,
};

/** Writes the beats of the workers that were heard, and answers with all executors. */
export async function beatExecutors(
  db: Queryable,
  heard: readonly BeatingSession[],
): Promise<ExecutorBeat[]> {
  const rows = await db.query<Row>(statement, [heard.map((h) => h.executorId), heard.map((h) => h.session)]);
  return rows.map((row) => ({
    executorId: row.executor_id,
    instance: row.instance,
    session: row.session,
    beat: row.beat,
  }));
}

// Rides executor_pkey: a row each.
const losing: Statement = {
  name: 'lose-executors',
  text: ({ own }) => `
    update ${own}.executor e
    set state = 'lost',
        since = clock_timestamp()
    from unnest($1::text[], $2::text[]) as l (executor_id, session)
    where e.executor_id = l.executor_id
      and e.session = l.session
      and e.state = 'connected'`,
};

/** The streams of the sessions have closed: other processes may have the executors' ids now. */
export async function loseExecutors(db: Queryable, lost: readonly BeatingSession[]): Promise<void> {
  await db.query(losing, [lost.map((l) => l.executorId), lost.map((l) => l.session)]);
}
