import { setImmediate as turn } from 'node:timers/promises';
import type { Database, Queryable } from '@dbosd/daemon/internal/store/database.js';
import type { Statement } from '@dbosd/daemon/internal/store/statement.js';
import pg from 'pg';

/** Where a statement can be held: before or after a row goes into a table, or is changed or deleted there. */
export interface PausePoint {
  readonly name: string;
  readonly table: string;
  readonly when: 'before' | 'after';
  /** Default: insert. */
  readonly on?: 'insert' | 'update' | 'delete';
  /** A condition on the row, `new`. Default: every row. */
  readonly only?: string;
}

/**
 * Holds sessions at points inside their statements. A trigger asks for an advisory lock, per session (known by its
 * application name) and point, which this object holds; letting go of it lets the session go on.
 */
export class PausePoints {
  readonly #client: pg.Client;
  readonly #held = new Set<string>();

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async install(url: string, points: readonly PausePoint[]): Promise<PausePoints> {
    const client = new pg.Client({ connectionString: url, application_name: 'pause points' });
    await client.connect();
    await client.query(`create schema if not exists pausing`);
    await client.query(`create or replace function pausing.pause() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtext(current_setting('application_name')), hashtext(tg_argv[0]));
        return coalesce(new, old);
      end $$`);
    await client.query(`create or replace function pausing.pause_at(point text) returns boolean language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtext(current_setting('application_name')), hashtext(point));
        return true;
      end $$`);
    for (const { name, table, when, on = 'insert', only = 'true' } of points) {
      await client.query(`create trigger zz_pause_${when}_${name} ${when} ${on} on ${table}
        for each row when (${only}) execute function pausing.pause('${name}')`);
    }
    return new PausePoints(client);
  }

  /** From now on the session stops at that point. */
  async hold(session: string, point: string): Promise<void> {
    await this.#client.query('select pg_advisory_lock(hashtext($1), hashtext($2))', [session, point]);
    this.#held.add(JSON.stringify([session, point]));
  }

  /** Lets the session pass that point, where it stands there, and from now on. */
  async release(session: string, point: string): Promise<void> {
    if (!this.#held.delete(JSON.stringify([session, point]))) return;
    await this.#client.query('select pg_advisory_unlock(hashtext($1), hashtext($2))', [session, point]);
  }

  /** Resolves when each of the sessions waits for a lock, or has done its work. */
  async settled(sessions: readonly { readonly name: string; readonly done: () => boolean }[]): Promise<void> {
    for (;;) {
      const busy = sessions.filter(({ done }) => !done()).map(({ name }) => name);
      if (busy.length === 0) return;
      const { rows } = await this.#client.query<{ waiting: string }>(
        `select count(distinct a.application_name)::int::text as waiting
        from pg_stat_activity a
        join pg_locks l on l.pid = a.pid and not l.granted
        where a.application_name = any($1) and a.datname = current_database()`,
        [busy],
      );
      await turn();
      const still = sessions.filter(({ done }) => !done()).length;
      if (still === busy.length && Number(rows[0]?.waiting) === busy.length) return;
    }
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}

/** The point between a statement's snapshot and the lock of its fence: see `pausingAtFence`. */
export const FENCE_POINT = 'fence';

/** A session whose durable statements can also be held between their snapshot and their fence's lock. */
export function pausingAtFence(db: Database): Database {
  const held = (statement: Statement): Statement => ({
    text: (schemas) =>
      statement
        .text(schemas)
        .replace(
          /(where workflow_uuid = (?:any\(\$1::text\[\]\)|\$1::text))(?=[^)]*for no key update skip locked)/,
          `$1 and pausing.pause_at('${FENCE_POINT}')`,
        ),
  });
  const wrap = (inner: Queryable): Queryable => ({
    query: (statement, values) => inner.query(held(statement), values),
  });
  return {
    ...wrap(db),
    transaction: <T>(work: (tx: Queryable) => Promise<T>) => db.transaction((tx) => work(wrap(tx))),
  } as Database;
}

/** A piece of work in a session, and whether it is done. */
export interface Running<T> {
  readonly name: string;
  readonly outcome: Promise<PromiseSettledResult<T>>;
  done(): boolean;
}

export function running<T>(name: string, work: Promise<T>): Running<T> {
  let done = false;
  const outcome = Promise.allSettled([work]).then(([result]) => {
    done = true;
    return result;
  });
  return { name, outcome, done: () => done };
}
