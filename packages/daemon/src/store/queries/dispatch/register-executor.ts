import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

/** A worker's stream, as it is in our table. */
export interface ExecutorSession {
  readonly executorId: string;
  readonly instance: string;
  /** The stream: a new one for each. */
  readonly session: string;
}
export interface NewExecutor extends ExecutorSession {
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
const statement: Statement = {
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
  const rows = await tx.query(statement, [
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
