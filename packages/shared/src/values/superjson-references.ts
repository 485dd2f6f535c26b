import type { DecodeBudget } from './json-limits.js';

/**
 * Puts one object wherever superjson has noted that it was the same one, as superjson 1.13.3 does it: in the order of
 * the notes, a member of a Set or a key of a Map that is replaced going to the end. Throws where that costs more than
 * the text warrants, or where the value would: repeated references that are written out grow exponentially.
 */
export function applyReferences(root: unknown, notes: unknown, budget: DecodeBudget): unknown {
  const applying = new References(root, budget);
  if (!Array.isArray(notes)) {
    applying.apply(notes);
  } else {
    const [paths, others] = notes as [unknown, unknown];
    applying.replace(pathsIn(paths), () => applying.root);
    if (others !== undefined && others !== null) applying.apply(others);
  }
  refuseLaughs(applying.root, budget);
  return applying.root;
}

class References {
  root: unknown;
  readonly #budget: DecodeBudget;
  /** The keys of Maps and the members of Sets in order: to count to each would be quadratic. */
  readonly #orders = new Map<object, unknown[]>();

  constructor(root: unknown, budget: DecodeBudget) {
    this.root = root;
    this.#budget = budget;
  }

  apply(notes: unknown): void {
    if (typeof notes !== 'object' || notes === null)
      throw new TypeError('the notes of references are no object');
    for (const [path, same] of Object.entries(notes)) {
      const object = this.#get(parsePath(path));
      this.replace(pathsIn(same), () => object);
    }
  }

  replace(paths: readonly string[], object: () => unknown): void {
    for (const path of paths) this.#set(parsePath(path), object());
  }

  #get(path: readonly string[]): unknown {
    let value: unknown = this.root;
    for (let at = 0; at < path.length; at += 1) {
      if (value instanceof Map) {
        const key = this.#nth(value, path[at]);
        at += 1;
        value = Number(path[at]) === 0 ? key : value.get(key);
      } else value = this.#step(value, path[at] ?? '');
    }
    return value;
  }

  #set(path: readonly string[], value: unknown): void {
    const last = path.at(-1) ?? '';
    let parent: unknown = this.root;
    let at = 0;
    for (; at < path.length - 1; at += 1) {
      if (parent instanceof Map) {
        if (at === path.length - 2) break;
        const key = this.#nth(parent, path[at]);
        at += 1;
        parent = Number(path[at]) === 0 ? key : parent.get(key);
      } else if (parent instanceof Set || isContainer(parent)) parent = this.#step(parent, path[at] ?? '');
    }
    // Where the path leads through anything else, superjson does nothing.
    if (parent instanceof Map) this.#setInMap(parent, path.at(-2), last, value);
    else if (parent instanceof Set) this.#moveInSet(parent, this.#nth(parent, last), value);
    else if (isContainer(parent)) this.#setInContainer(parent, last, value);
  }

  #setInContainer(container: Container, key: string, value: unknown): void {
    this.#budget.spend(1);
    if (Array.isArray(container)) {
      if (!isIndex(key, Infinity)) throw new TypeError('a reference leads past an array');
      // An array that grows is paid for: JSON writes out what is missing.
      this.#budget.spend(Math.max(0, Number(key) - container.length));
    }
    // What JSON has left out of an object, like a function, is noted all the same.
    fill({ container, key }, value);
  }

  #setInMap(map: Map<unknown, unknown>, row: string | undefined, type: string, value: unknown): void {
    const key = this.#nth(map, row);
    if (Number(type) !== 0) {
      const { size } = map;
      map.set(key, value);
      if (map.size !== size) this.#orders.delete(map);
      return;
    }
    map.set(value, map.get(key));
    if (key === value) return;
    map.delete(key);
    this.#orders.delete(map);
  }

  #moveInSet(set: Set<unknown>, old: unknown, value: unknown): void {
    if (old === value) return;
    set.delete(old);
    set.add(value);
    this.#orders.delete(set);
  }

  #step(value: unknown, key: string): unknown {
    this.#budget.spend(1);
    if (value instanceof Set) return this.#nth(value, key);
    if (isContainer(value)) return valueIn({ container: value, key });
    if (value === undefined || value === null) throw new TypeError('a reference leads nowhere');
    // Here superjson has lost count before.
    return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }

  #nth(collection: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>, index: string | undefined): unknown {
    this.#budget.spend(1);
    let order = this.#orders.get(collection);
    if (order === undefined) {
      this.#budget.spend(collection.size);
      order = [...collection.keys()];
      this.#orders.set(collection, order);
    }
    // superjson counts up to the place: a text that is no number is the first one, and past the end is undefined.
    const place = Number(index);
    return order[place > 0 ? Math.ceil(place) : 0];
  }
}

function pathsIn(paths: unknown): readonly string[] {
  if (Array.isArray(paths) && paths.every((path) => typeof path === 'string')) return paths;
  throw new TypeError('the paths of a reference are no list of texts');
}

/**
 * Spends what the value would take written out, each reference in full. What refers back to itself is not written
 * twice.
 */
function refuseLaughs(root: unknown, budget: DecodeBudget): void {
  const weights = new Map<object, number>();
  const weigh = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return leafWeight(value);
    const known = weights.get(value);
    if (known !== undefined) return known;
    weights.set(value, 1);
    let weight = 2;
    for (const part of partsOf(value)) {
      weight += weigh(part);
      if (weight > budget.limit) budget.spend(weight);
    }
    weights.set(value, weight);
    return weight;
  };
  budget.spend(weigh(root));
}

function leafWeight(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  // Four bits are 1.2 decimal digits.
  return typeof value === 'bigint' ? value.toString(16).length * 1.2 : 1;
}

function partsOf(value: object): Iterable<unknown> {
  if (value instanceof Set || Array.isArray(value)) return value as Iterable<unknown>;
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)].flat();
  if (ArrayBuffer.isView(value)) return value as Uint8Array;
  if (isContainer(value)) return Object.entries<unknown>(value).flat();
  if (value instanceof Error) return [value.message, value.name];
  return [value instanceof URL || value instanceof RegExp ? String(value) : 0];
}

/** Where a value is inside another: the container and the key it has there. */
export interface Slot {
  readonly container: Container;
  readonly key: string;
}

export type Container = unknown[] | Record<string, unknown>;

/** Names that superjson refuses in a path, so that no text reaches a prototype. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);

/** The segments of a path as superjson 1.13.3 reads them: a dot separates, `\.` is a dot. Throws for forbidden ones. */
export function parsePath(path: string): string[] {
  const segments = path.includes('\\') ? unescaped(path) : path.split('.');
  for (const segment of segments) {
    if (FORBIDDEN_KEYS.has(segment))
      throw new TypeError(`the path of an annotation leads through ${segment}`);
  }
  return segments;
}

/** An object or an array of JSON. What has been revived already (a Map, a Date) is none. */
export function isContainer(value: unknown): value is Container {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

/** Whether there is a value in the slot. An array's keys are its indexes, as they are written. */
export function isOccupied({ container, key }: Slot): boolean {
  return Array.isArray(container) ? isIndex(key, container.length) : Object.hasOwn(container, key);
}

export function valueIn(slot: Slot): unknown {
  if (!isOccupied(slot)) return undefined;
  return (slot.container as Record<string, unknown>)[slot.key];
}

export function fill({ container, key }: Slot, value: unknown): void {
  (container as Record<string, unknown>)[key] = value;
}

/** Whether the text is a whole number below the limit, without a sign or leading zeros. */
function isIndex(key: string, limit: number): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < limit;
}

function unescaped(path: string): string[] {
  const segments: string[] = [];
  let from = 0;
  for (let at = 0; at < path.length; at += 1) {
    if (path[at] === '\\' && path[at + 1] === '.') at += 1;
    else if (path[at] === '.') {
      segments.push(path.slice(from, at));
      from = at + 1;
    }
  }
  segments.push(path.slice(from));
  return segments.map((segment) => segment.replaceAll('\\.', '.'));
}
