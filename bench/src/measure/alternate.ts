import type { Stage } from '../stage/stage.js';

/** The columns of the results. `best`: the official one with the settings that are best for the work at hand. */
export type ContestantName = 'dbosd' | 'dbos' | 'best' | 'restate';

export interface Contestant<T, N extends string = ContestantName> {
  readonly name: N;
  /** One round. */
  measure(): Promise<T>;
  /** Before each round; not measured. */
  before?(): Promise<void>;
}

/**
 * The rounds of some measurement, in turns: each round lets all contestants do the same, begun by another each time. A round
 * before the first warms up and is forgotten.
 */
export async function alternate<T, N extends string = ContestantName>(
  stage: Stage,
  work: string,
  contestants: readonly Contestant<T, N>[],
): Promise<Map<N, T[]>> {
  const results = new Map<N, T[]>(contestants.map(({ name }) => [name, []]));
  const { rounds } = stage.settings;
  for (let round = 0; round <= rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const contestant = contestants[(round + turn) % contestants.length];
      if (contestant === undefined) continue;
      stage.progress(
        `${work}: ${round === 0 ? 'warm-up' : `round ${String(round)} of ${String(rounds)}`}, ${contestant.name}`,
      );
      await contestant.before?.();
      const result = await contestant.measure();
      if (round > 0) results.get(contestant.name)?.push(result);
    }
  }
  return results;
}
