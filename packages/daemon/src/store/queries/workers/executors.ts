import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { type Columns, lookupStatement } from '../batch.js';

/** A worker's stream, as it is in our table. */
interface ExecutorSession {
  readonly executorId: string;
  readonly instance: string;
  /** The stream: a new one for each. */
  readonly session: string;
}
interface NewExecutor extends ExecutorSession {
  /** Rises with each stream of the instance. */
  readonly streamNumber: number;
  readonly applicationName: string;
  readonly applicationVersion: string;
}

/** `in use`: another instance lives under the id. `outdated`: a newer stream of the instance is registered. */
export type Registration = 'registered' | 'in use' | 'outdated';

// Uses executor_pkey: one row. It waits for what is being claimed for the executor, and keeps that off until the
// transaction ends: the upsert alone would not, since it changes no key.
const clearing: Statement = {
  name: 'clear-executor',
  text: ({ own }) => `
    select executor_id
    from ${own}.executor
    where executor_id = $1
    for update`,
};

// Uses executor_pkey: one row. A process that runs already renews its row; another one takes it over only when the
// stream of the first was seen to close.
const registerExecutorStatement: Statement = {
  name: 'register-executor',
  text: ({ own }) => `
    insert into ${own}.executor as e (
      executor_id, instance, session, application_name, application_version, stream_number, state
    )
    values ($1, $2, $3, $4, $5, $6, 'connected')
    on conflict (executor_id) do update
    set instance = excluded.instance,
        session = excluded.session,
        application_name = excluded.application_name,
        application_version = excluded.application_version,
        stream_number = excluded.stream_number,
        beat = e.beat + 1,
        state = 'connected',
        since = clock_timestamp()
    where case
      when e.instance = excluded.instance then e.stream_number <= excluded.stream_number
      else e.state = 'lost'
    end
    returning executor_id`,
};

// Uses executor_pkey: one row, which the transaction has locked when it could not take it.
const reading: Statement = {
  name: 'read-executor-instance',
  text: ({ own }) => `
    select instance
    from ${own}.executor
    where executor_id = $1`,
};

/** Makes the executor's row this stream's, unless another process has it, or a newer stream. In a transaction. */
export async function registerExecutor(tx: Queryable, executor: NewExecutor): Promise<Registration> {
  await tx.query(clearing, [executor.executorId]);
  const rows = await tx.query(registerExecutorStatement, [
    executor.executorId,
    executor.instance,
    executor.session,
    executor.applicationName,
    executor.applicationVersion,
    executor.streamNumber,
  ]);
  if (rows.length > 0) return 'registered';
  const [holder] = await tx.query<{ instance: string }>(reading, [executor.executorId]);
  return holder?.instance === executor.instance ? 'outdated' : 'in use';
}

// Uses executor_pkey: one row. Waits for a session that takes the executor away or registers it again, and keeps it off until the
// transaction ends. Beats pass: they are what other daemons judge by, and must not wait for a claim.
const locking: Statement = {
  name: 'lock-executor',
  text: ({ own }) => `
    select executor_id
    from ${own}.executor
    where executor_id = $1
      and session = $2
      and state = 'connected'
    for key share`,
};

/** Whether the executor is still this stream's. While the transaction lasts, it stays so. */
export async function lockExecutor(
  tx: Queryable,
  { executorId, session }: Pick<ExecutorSession, 'executorId' | 'session'>,
): Promise<boolean> {
  return (await tx.query(locking, [executorId, session])).length > 0;
}

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

// Uses executor_pkey for the beats; the look reads the table whole, which has a row for each worker that lives. What it
// shows is from before the beats: an executor that beats is not judged by it.
const beatExecutorsStatement = lookupStatement<BeatingSession>({
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
  const rows = await beatExecutorsStatement.run<Row>(db, heard);
  return rows.map((row) => ({
    executorId: row.executor_id,
    instance: row.instance,
    session: row.session,
    beat: row.beat,
  }));
}

// Uses executor_pkey: a row each.
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

// Uses the unique indexes of application_versions: a row each. As a DBOS application does at its launch: a version that no
// application owns becomes this one's, one that is registered stays as it is.
const claiming: Statement = {
  name: 'claim-version',
  text: ({ dbos }) => `
    update ${dbos}.application_versions
    set application_name = $1
    where version_name = $2
      and application_name is null
    returning version_id`,
};
const inserting: Statement = {
  name: 'insert-version',
  text: ({ dbos }) => `
    insert into ${dbos}.application_versions (version_id, version_name, application_name)
    values ($3, $2, $1)
    on conflict do nothing`,
};

/** Registers a version of an application. */
export async function registerVersion(
  tx: Queryable,
  { applicationName, applicationVersion }: { applicationName: string; applicationVersion: string },
): Promise<void> {
  const names = [applicationName, applicationVersion];
  const claimed = await tx.query(claiming, names);
  if (claimed.length === 0) await tx.query(inserting, [...names, randomUUID()]);
}
