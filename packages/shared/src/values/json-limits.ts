/**
 * A value that is nested deeper is not read: programs that print it, or store it again, would overflow their stacks.
 * DBOS in TypeScript and in Python cannot write one that is much deeper.
 */
const DEEPEST_READ = 2000;
/** What is written may be wrapped, as arguments are. */
const DEEPEST_WRITTEN = 1900;

/** Throws RangeError for JSON that is nested more than 2,000 levels deep. */
export function refuseDepth(json: string): void {
  if (isDeeper(json, DEEPEST_READ))
    throw new RangeError(`the value is nested more than ${String(DEEPEST_READ)} levels deep`);
}

/** Why JSON is refused that is nested more deeply than `refuseDepth` accepts. Undefined: it is not. */
export function depthRefusal(json: string): string | undefined {
  return isDeeper(json, DEEPEST_WRITTEN)
    ? `is nested more than ${String(DEEPEST_WRITTEN)} levels deep, which could not be read again: give a flat list`
    : undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
// The codes of both kinds of brackets differ by 32.
const OPENING = 0x7b;
const CLOSING = 0x7d;

function isDeeper(json: string, limit: number): boolean {
  // Every level takes two brackets: a short text needs no check.
  if (json.length < 2 * limit) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfText(json, at + 1);
    else if ((code | 32) === OPENING) depth += 1;
    else if ((code | 32) === CLOSING) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

/** The place of the quote that ends a text. */
function endOfText(json: string, from: number): number {
  for (let at = from; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return json.length;
}

/**
 * V8 hashes numbers and bigints without a seed, so that a text can name a hundred thousand of them that fall into one
 * bucket of a Set or Map, which then takes time quadratic in their number. (Texts are hashed with a seed, objects by
 * chance.) The functions below are V8's; where another version has others, nothing is found, and nothing refused.
 */

/** A bucket has two keys on average; honest ones never have so many. */
const MOST_IN_A_BUCKET = 64;
const KEYS_PER_BUCKET = 2;

/** Throws RangeError where the keys of a Set or Map share buckets. Costs a small multiple of their number. */
export function refuseCollisions(keys: readonly unknown[]): void {
  if (keys.length <= MOST_IN_A_BUCKET) return;
  const hashes = new Uint32Array(keys.length);
  let count = 0;
  for (const key of keys) {
    if (typeof key === 'number') hashes[count++] = hashOfNumber(key);
    else if (typeof key === 'bigint') hashes[count++] = longHash(BigInt.asUintN(64, key < 0n ? -key : key));
  }
  // The table doubles as it fills: at each size only those are in it that came first.
  for (let buckets = MOST_IN_A_BUCKET / KEYS_PER_BUCKET; ; buckets *= 2) {
    refuseFullBucket(hashes.subarray(0, Math.min(count, buckets * KEYS_PER_BUCKET)), buckets);
    if (buckets * KEYS_PER_BUCKET >= count) return;
  }
}

function refuseFullBucket(hashes: Uint32Array, buckets: number): void {
  const counts = new Uint32Array(buckets);
  for (const hash of hashes) {
    const bucket = hash & (buckets - 1);
    const inBucket = (counts[bucket] ?? 0) + 1;
    if (inBucket > MOST_IN_A_BUCKET) {
      throw new RangeError(
        'too many numbers that collide in a Set or Map, which take time quadratic in their number',
      );
    }
    counts[bucket] = inBucket;
  }
}

const bits = new DataView(new ArrayBuffer(8));

function hashOfNumber(number: number): number {
  if (Number.isNaN(number)) return 0;
  if (number === number >> 0 || number === number >>> 0) return shortHash(number);
  bits.setFloat64(0, number);
  return longHash(bits.getBigUint64(0));
}

/** ComputeUnseededHash */
function shortHash(number: number): number {
  let hash = number | 0;
  hash = (~hash + (hash << 15)) | 0;
  hash ^= hash >>> 12;
  hash = (hash + (hash << 2)) | 0;
  hash ^= hash >>> 4;
  hash = Math.imul(hash, 2057);
  hash ^= hash >>> 16;
  return hash & 0x3fffffff;
}

const WORD = (1n << 64n) - 1n;

/** ComputeLongHash */
function longHash(word: bigint): number {
  let hash = (~word + (word << 18n)) & WORD;
  hash ^= hash >> 31n;
  hash = (hash * 21n) & WORD;
  hash ^= hash >> 11n;
  hash = (hash + (hash << 6n)) & WORD;
  hash ^= hash >> 22n;
  return Number(hash & 0x3fffffffn);
}

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
