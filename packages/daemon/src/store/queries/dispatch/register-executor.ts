import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

/** A worker's stream, as it stands in our table. */
export interface ExecutorSession {
  readonly executorId: string;
  readonly instance: string;
  /** The stream: made anew for each. */
  readonly session: string;
}
export interface NewExecutor extends ExecutorSession {
  readonly applicationName: string;
  readonly applicationVersion: string;
}

/** `in use`: another instance lives under the id. */
export type Registration = 'registered' | 'in use';

// Rides executor_pkey: one row. A process that runs already renews its row; another one takes it over only when the
// stream of the first was seen to close. It waits for what is being claimed for the executor, and keeps that off until the
// transaction ends.
const statement: Statement = {
  name: 'register-executor',
  text: ({ own }) => `
    insert into ${own}.executor as e (executor_id, instance, session, application_name, application_version, state)
    values ($1, $2, $3, $4, $5, 'connected')
    on conflict (executor_id) do update
    set instance = excluded.instance,
        session = excluded.session,
        application_name = excluded.application_name,
        application_version = excluded.application_version,
        beat = e.beat + 1,
        state = 'connected',
        since = clock_timestamp()
    where e.instance = excluded.instance or e.state = 'lost'
    returning executor_id`,
};

/** Makes the executor's row this stream's, unless another process has it. */
export async function registerExecutor(tx: Queryable, executor: NewExecutor): Promise<Registration> {
  const rows = await tx.query(statement, [
    executor.executorId,
    executor.instance,
    executor.session,
    executor.applicationName,
    executor.applicationVersion,
  ]);
  return rows.length > 0 ? 'registered' : 'in use';
}

// Rides executor_pkey: one row. Waits for whoever takes the executor away, and keeps them off until the transaction ends.
const locking: Statement = {
  name: 'lock-executor',
  text: ({ own }) => `
    select executor_id
    from ${own}.executor
    where executor_id = $1
      and session = $2
      and state = 'connected'
    for share`,
};

/** Whether the executor is still this stream's. While the transaction lasts, it stays so. */
export async function lockExecutor(
  tx: Queryable,
  { executorId, session }: Pick<ExecutorSession, 'executorId' | 'session'>,
): Promise<boolean> {
  return (await tx.query(locking, [executorId, session])).length > 0;
}
