import type { QueryResult, QueryResultRow } from 'pg';

/** The one method that the statements of this folder need: a `pg.Client`, a pooled client and a `pg.Pool` all have it. */
export interface Queryable {
  query<Row extends QueryResultRow>(
    text: string,
    values?: unknown[],
  ): Promise<Pick<QueryResult<Row>, 'rows'>>;
}
