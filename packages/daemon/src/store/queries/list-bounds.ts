/** So many rows are walked over for a page, at most: about ten milliseconds. */
export const MOST_WALKED = 10_000;
/** So many rows that an index finds are sorted for a page; of more, the list goes by time. */
export const MOST_SORTED = 10_000;

/**
 * What the transaction of a list sets, so that the planner counts the rows that it reads and nothing else. Left to
 * itself it would rather walk through all times, whose pages lie side by side, than read the few of a status here and
 * there; and where it guesses that a filter takes few, it would read them all and sort them. Here it sorts, or scans a
 * whole table, only where no index has the order or the rows. Such plans count as dear, and are not to be compiled or
 * spread for it.
 */
export const LIST_SETTINGS = {
  seq_page_cost: '0',
  random_page_cost: '0',
  enable_sort: 'off',
  enable_seqscan: 'off',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
} as const;
