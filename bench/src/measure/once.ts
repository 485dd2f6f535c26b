import type { Stage } from '../stage/stage.js';
import type { Contestant, ContestantName } from './alternate.js';

/** One round of each, who are warm already: for the points of a plot, where no verdict hangs on them. */
export async function once<T>(
  stage: Stage,
  work: string,
  contestants: readonly Contestant<T>[],
): Promise<Map<ContestantName, T[]>> {
  const results = new Map<ContestantName, T[]>();
  for (const contestant of contestants) {
    stage.progress(`${work}: for the plot, ${contestant.name}`);
    await contestant.before?.();
    results.set(contestant.name, [await contestant.measure()]);
  }
  return results;
}
