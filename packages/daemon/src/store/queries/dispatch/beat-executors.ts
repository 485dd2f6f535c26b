import type { Queryable } from '../../database.js';
import { lookupStatement, type Columns } from '../batch.js';
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

const COLUMNS: Columns<BeatingSession> = {
  executor_id: ['text', (each) => each.executorId],
  session: ['text', (each) => each.session],
};

// Rides executor_pkey for the beats; the look reads the table whole, which has a row for each worker that lives. What it
// shows is from before the beats: whoever beats is not watched for standing still.
const statement = lookupStatement<BeatingSession>({
  name: 'beat-executors',
  columns: COLUMNS,
  text: ({ own, rows }) => `
    with beaten as (
      update ${own}.executor e
      set beat = e.beat + 1
      from ${rows('h')}
      where e.executor_id = h.executor_id
        and e.session = h.session
        and e.state = 'connected'
    )
    select executor_id, instance, session, beat
    from ${own}.executor`,
});

/** Writes the beats of the workers that were heard, and answers with all executors. */
export async function beatExecutors(
  db: Queryable,
  heard: readonly BeatingSession[],
): Promise<ExecutorBeat[]> {
  const rows = await statement.run<Row>(db, heard);
  return rows.map((row) => ({
    executorId: row.executor_id,
    instance: row.instance,
    session: row.session,
    beat: row.beat,
  }));
}

// Rides executor_pkey: a row each.
const losing = lookupStatement<BeatingSession>({
  name: 'lose-executors',
  columns: COLUMNS,
  text: ({ own, rows }) => `
    update ${own}.executor e
    set state = 'lost',
        since = clock_timestamp()
    from ${rows('l')}
    where e.executor_id = l.executor_id
      and e.session = l.session
      and e.state = 'connected'`,
});

/** The streams of the sessions have closed: other processes may have the executors' ids now. */
export async function loseExecutors(db: Queryable, lost: readonly BeatingSession[]): Promise<void> {
  await losing.run(db, lost);
}
