/**
 * In rows, executors of dbosd carry this prefix, so that no recovery of a DBOS application matches them. It is shown to no
 * caller: ids cross the wire without it.
 */
const PREFIX = 'dbosd:';

/** How a worker's executor id is stored. */
export function toStoredExecutorId(executorId: string): string {
  return `${PREFIX}${executorId}`;
}

/** The id that callers know: a worker's own, and that of a DBOS application as it is stored. */
export function fromStoredExecutorId(stored: string): string {
  return stored.startsWith(PREFIX) ? stored.slice(PREFIX.length) : stored;
}

/** The stored ids that a filter by these ids takes: those of workers, and of DBOS applications. */
export function storedExecutorIds(executorIds: readonly string[]): string[] {
  return executorIds.flatMap((executorId) => [executorId, toStoredExecutorId(executorId)]);
}
