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
export function isIndex(key: string, limit: number): boolean {
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
