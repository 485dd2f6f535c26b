import type { Row } from './rows/row.js';
import type { Stage } from './stage/stage.js';
import type { Outcome } from './report/outcome.js';

interface Watcher {
  begins(row: Row, index: number): void;
  ended(row: Row, outcome: Outcome): void;
}

/**
 * One row after the other. One that breaks does not keep the others from running. Undefined when `stop` was aborted, which
 * takes effect between rows: the one that aborts it closes the stage, and with it the row at work.
 */
export async function runRows(
  stage: Stage,
  rows: readonly Row[],
  { watcher, stop }: { watcher: Watcher; stop: AbortSignal },
): Promise<Outcome[] | undefined> {
  const outcomes: Outcome[] = [];
  for (const [index, row] of rows.entries()) {
    watcher.begins(row, index);
    const outcome = await outcomeOf(stage, row);
    if (stop.aborted) return undefined;
    outcomes.push(outcome);
    watcher.ended(row, outcome);
  }
  return outcomes;
}

async function outcomeOf(stage: Stage, row: Row): Promise<Outcome> {
  try {
    return { kind: 'measured', row: row.name, results: await row.measure(stage) };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'broken', row: row.name, message };
  }
}
