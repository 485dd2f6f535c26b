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
