import { isDeepStrictEqual } from 'node:util';
import type { Random } from './random.js';

/** Values that one generator has made: now and then one of them is used again, as the same object. */
export interface Made {
  readonly random: Random;
  readonly objects: unknown[];
  /** Whether objects may be used again. */
  readonly shares: boolean;
}

const KEYS = ['a', 'b', 'key', '', '0', '12', 'ä', ' x', 'length', 'toString', '😀'];

const LEAVES: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => undefined,
  () => true,
  () => NaN,
  () => -0,
  () => -Infinity,
  () => '',
  () => '__DBOS_STREAM_CLOSED__',
  (random) => random.int(1000) - 500,
  (random) => random.int(1000) / 7,
  (random) => `text "${String(random.int(1000))}"\n\u2028`,
  (random) => BigInt(random.int(2 ** 31)) ** BigInt(1 + random.int(9)) * (random.chance(0.5) ? 1n : -1n),
  (random) => new Date(random.int(2 ** 31) * 1000),
  (random) => new Error(`failure ${String(random.int(9))}`),
  (random) => new TypeError(`failure ${String(random.int(9))}`),
  (random) => new RegExp(`^a/${String(random.int(9))}\\/[.]+$`, 'gi'),
  (random) => new URL(`https://example.com/ä?b=${String(random.int(9))}`),
  (random) => Buffer.from(`bytes ${String(random.int(99))}`),
  (random) => new Uint8Array([random.int(256), 1]),
  (random) => new Float64Array([random.int(256) / 3, 1]),
  (random) => new Int16Array([random.int(256), -1]),
  (random) => new Uint8ClampedArray([random.int(256), 255]),
];

/** A value of every kind that superjson knows, some nested. */
export function randomValue(made: Made, depth = 4): unknown {
  const { random, objects, shares } = made;
  if (shares && objects.length > 0 && random.chance(0.15)) return objects[random.int(objects.length)];
  if (depth === 0 || random.chance(0.3)) return LEAVES[random.int(LEAVES.length)]!(random);
  const value = randomContainer(made, depth - 1);
  objects.push(value);
  return value;
}

function randomContainer(made: Made, depth: number): unknown {
  const { random } = made;
  const size = random.int(5);
  const parts = Array.from({ length: size }, () => randomValue(made, depth));
  switch (random.int(4)) {
    case 0:
      return parts;
    case 1:
      return new Set(parts);
    case 2:
      return new Map(parts.map((part) => [random.chance(0.7) ? keyOf(random) : randomValue(made, 0), part]));
    default:
      return Object.fromEntries(parts.map((part) => [keyOf(random), part]));
  }
}

function keyOf(random: Random): string {
  return KEYS[random.int(KEYS.length)]!;
}

/** Whether they are the same but for the order of Sets, and what of an Error is not kept. */
export function isSame(written: unknown, read: unknown): boolean {
  return isDeepStrictEqual(comparable(written, new Map()), comparable(read, new Map()));
}

function comparable(value: unknown, seen: Map<unknown, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return `Error ${value.name} ${value.message}`;
  if (seen.has(value)) return seen.get(value);
  if (value instanceof Set) {
    const set = new Set<unknown>();
    seen.set(value, set);
    for (const member of value) set.add(comparable(member, seen));
    return set;
  }
  if (value instanceof Map) {
    const map = new Map<unknown, unknown>();
    seen.set(value, map);
    for (const [key, member] of value) map.set(comparable(key, seen), comparable(member, seen));
    return map;
  }
  const isList = Array.isArray(value);
  if (!isList && Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copy: Record<string, unknown> | unknown[] = isList ? [] : {};
  seen.set(value, copy);
  for (const [key, member] of Object.entries(value)) {
    Object.defineProperty(copy, key, { value: comparable(member, seen), enumerable: true });
  }
  return copy;
}
