import { randomInt } from 'node:crypto';

/** A source of chance that a seed repeats exactly. */
export class Random {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to `below` - 1. */
  int(below: number): number {
    // A linear congruence modulo 2^32, of which the high bits are used.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * below);
  }

  chance(probability: number): boolean {
    return this.int(1_000_000) < probability * 1_000_000;
  }
}

/**
 * Runs a property for many seeds; a failure names its seed. DBOSD_TEST_SEED runs that seed alone.
 */
export async function forSeeds(count: number, property: (random: Random) => Promise<void>): Promise<void> {
  const given = process.env['DBOSD_TEST_SEED'];
  const seeds =
    given === undefined ? Array.from({ length: count }, () => randomInt(2 ** 31)) : [Number(given)];
  for (const seed of seeds) {
    try {
      await property(new Random(seed));
    } catch (cause) {
      throw new Error(`failed with DBOSD_TEST_SEED=${String(seed)}: ${String(cause)}`, { cause });
    }
  }
}
