import type { Queryable } from '../database.js';
import { around, type Fragment, numbered } from '../statement.js';
import { cutPage, type PageRow } from './stored-value.js';

/**
 * Common table expressions, of which two are
 * - `page`: the ids and times of what is listed, in the order of the list one more than the page has;
 * - `stop`: where the source gave up for this page, after all of `page`. Empty: it did not.
 */
export interface PageSource {
  readonly tables: Fragment;
  /** A boolean expression: there is too much for this source, and its page is empty. */
  readonly tooMany: string;
}

/** What is read of a list for one page. */
interface PageQuery {
  readonly source: PageSource;
  /** The columns by which the list is ordered, and in which order they are. */
  readonly time: string;
  readonly id: string;
  readonly order: string;
  /** A select of the page's rows with their values, as `cutAtBytes` makes it. */
  readonly values: string;
  readonly pageSize: number;
}

/** The place after which the next page begins. */
export interface Place {
  readonly ms: number;
  readonly id: string;
}

export interface PageOfRows<Row> {
  readonly rows: readonly Row[];
  /** Absent: the list is at its end. */
  readonly next?: Place | undefined;
}

interface Head {
  readonly too_many: boolean;
  readonly stopped_at_ms: number | null;
  readonly stopped_at_id: string | null;
}

/** The rows of a page; `undefined`: there is too much for the source. */
export async function readPage<Row extends Pick<PageRow, 'total'>>(
  db: Queryable,
  { source, time, id, order, values: select, pageSize }: PageQuery,
): Promise<PageOfRows<Row> | undefined> {
  const { text, values } = numbered(
    around(
      'with recursive ',
      source.tables,
      ` select given.*, cut.*
      from (
        select ${source.tooMany} as too_many,
          (select ${time} from stop) as stopped_at_ms,
          (select ${id} from stop) as stopped_at_id
      ) given
      left join (${select}) cut on true
      order by ${order}`,
    ),
  );
  const found = await db.query<Head & Row>({ text: ({ dbos }) => text(dbos) }, values);
  const head = found[0];
  if (head?.too_many) return undefined;
  // An empty page is one row without an id.
  const page = cutPage(
    found.filter((row) => valueOf(row, id) !== null),
    pageSize,
  );
  const last = page.rows.at(-1);
  const next = page.more && last ? { ms: valueOf(last, time), id: valueOf(last, id) } : stopOf(head);
  return { rows: page.rows, next: next === undefined ? undefined : (next as Place) };
}

function stopOf(head: Head | undefined): Place | undefined {
  if (head === undefined || head.stopped_at_ms === null || head.stopped_at_id === null) return undefined;
  return { ms: head.stopped_at_ms, id: head.stopped_at_id };
}

function valueOf(row: object, column: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[column];
}

/** So many rows are walked over for a page, at most: about ten milliseconds. */
export const MOST_WALKED = 10_000;
/** So many rows that an index finds are sorted for a page; of more, the list goes by time. */
export const MOST_SORTED = 10_000;

/**
 * What the transaction of a list sets, so that the planner counts the rows that it reads and nothing else. Left to
 * itself it would rather walk through all times, whose pages lie side by side, than read the few of a status here and
 * there; and where it guesses that a filter takes few, it would read them all and sort them. Here it sorts, or scans a
 * whole table, only where no index has the order or the rows. Such plans count as expensive, and are not to be compiled or
 * spread for it. The statement is composed for the call, and planned for its values.
 */
export const LIST_SETTINGS = {
  seq_page_cost: '0',
  random_page_cost: '0',
  enable_sort: 'off',
  enable_seqscan: 'off',
  jit: 'off',
  plan_cache_mode: 'force_custom_plan',
  max_parallel_workers_per_gather: '0',
} as const;
