import type { Stage } from '../stage/stage.js';

/** The columns of the results. `best`: the official client with the settings that are best for the work at hand. */
export type ContestantName = 'dbosd' | 'dbos' | 'best' | 'restate' | 'nats';

export interface Contestant<T, N extends string = ContestantName> {
  readonly name: N;
  /** One round. */
  measure(): Promise<T>;
  /** Before each round; not measured. */
  before?(): Promise<void>;
}

/** Rounds before the first. Node compiles what has run some thousand times: in one round a single caller does not get there. */
export const WARM_UPS = 2;

/**
 * The rounds of some measurement, in turns: each round lets all contestants do the same, begun by another each time. The rounds
 * before the first warm up and are forgotten.
 */
export async function alternate<T, N extends string = ContestantName>(
  stage: Stage,
  work: string,
  contestants: readonly Contestant<T, N>[],
): Promise<Map<N, T[]>> {
  const results = new Map<N, T[]>(contestants.map(({ name }) => [name, []]));
  const { rounds } = stage.settings;
  for (let round = 1 - WARM_UPS; round <= rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const contestant = contestants[(round + WARM_UPS + turn) % contestants.length];
      if (contestant === undefined) continue;
      stage.progress(
        `${work}: ${round <= 0 ? 'warm-up' : `round ${String(round)} of ${String(rounds)}`}, ${contestant.name}`,
      );
      await contestant.before?.();
      const result = await contestant.measure();
      if (round > 0) results.get(contestant.name)?.push(result);
    }
  }
  return results;
}
