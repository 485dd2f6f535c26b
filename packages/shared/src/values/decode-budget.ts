/**
 * What decoding one stored text may cost: a fixed multiple of its length, counted in nodes that are visited and
 * characters that are produced. A text that DBOS wrote needs a fraction of it, because its serializer writes out what
 * it repeats.
 */
export class DecodeBudget {
  readonly limit: number;
  #spent = 0;

  constructor(text: string) {
    this.limit = PER_CHARACTER * text.length + MINIMUM;
  }

  get spent(): number {
    return this.#spent;
  }

  /** Throws RangeError once more has been spent than the text allows. */
  spend(cost: number): void {
    this.#spent = Math.min(this.#spent + cost, this.limit + 1);
    if (this.#spent > this.limit) {
      throw new RangeError(
        `decoding costs more than ${String(this.limit)} steps, which its text does not warrant`,
      );
    }
  }
}

// The densest honest text: an exponent of 4 characters is written as a number of 22.
const PER_CHARACTER = 16;
const MINIMUM = 1024;
