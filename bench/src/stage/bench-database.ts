import { makeOwnIndexes } from '@dbosd/daemon/internal/store/indexes/index.js';
import pg from 'pg';
import { storedPayload } from '../drivers/payload.js';

/** A system database of the bench, for what stands in it and what it says of itself. */
export class BenchDatabase {
  readonly url: string;
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.url = url;
    this.#pool = new pg.Pool({ connectionString: url, max: 2 });
  }

  /** Workflows that wait for ever, to send to: `prefix-1` to `prefix-count`. Returns their ids. */
  async addWorkflows(prefix: string, count: number): Promise<string[]> {
    const { rows } = await this.query<{ id: string }>(
      `insert into dbos.workflow_status (workflow_uuid, status, name, executor_id, created_at, updated_at)
       select $1 || '-' || n, 'PENDING', 'bench', 'nobody', extract(epoch from now()) * 1000, extract(epoch from now()) * 1000
       from generate_series(1, $2::int) n
       returning workflow_uuid as id`,
      [prefix, count],
    );
    return rows.map(({ id }) => id);
  }

  /** A workflow that has ended and left a stream of so many values of 100 bytes, stored as both libraries store them. */
  async addStream(workflowId: string, key: string, values: number): Promise<void> {
    await this.query(
      `insert into dbos.workflow_status (workflow_uuid, status, name, executor_id, created_at, updated_at)
       values ($1, 'SUCCESS', 'bench', 'nobody', extract(epoch from now()) * 1000, extract(epoch from now()) * 1000)`,
      [workflowId],
    );
    await this.query(
      `insert into dbos.streams (workflow_uuid, key, value, "offset", function_id, serialization)
       select $1, $2, $3, n - 1, n, 'js_superjson'
       from generate_series(1, $4::int) n`,
      [workflowId, key, storedPayload(), values],
    );
  }

  /** All that were committed or rolled back here: a hot statement is one. Connections tell of theirs within 10 s. */
  async transactions(): Promise<number> {
    const { rows } = await this.query<{ sum: string }>(
      'select xact_commit + xact_rollback as sum from pg_stat_database where datname = current_database()',
    );
    return Number(rows[0]?.sum);
  }

  /** Those of dbosd, which its daemon would make in the background. */
  async makeOwnIndexes(): Promise<void> {
    const { problem } = await makeOwnIndexes({ url: this.url, dbosSchema: 'dbos', waitMs: 60_000 });
    if (problem !== undefined) throw new Error(problem.message);
  }

  query<R extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<pg.QueryResult<R>> {
    return this.#pool.query<R>(sql, values);
  }

  /** Between competitors, so that nobody tidies up in another's round. */
  async tidy(): Promise<void> {
    await this.#pool.query('vacuum (analyze)');
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
