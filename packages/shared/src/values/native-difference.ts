import type { PathSegment } from './unstorable.js';

/**
 * Where a value that was read differs from the one that was written; undefined: nowhere that counts. What superjson
 * leaves out by design (functions, symbols, class instances, more of an Error than its message) is not compared.
 */
export function firstDifference(written: unknown, read: unknown): readonly PathSegment[] | undefined {
  return new Comparison().difference(written, read);
}

type Difference = readonly PathSegment[] | undefined;

/** Sets in another order are compared each member with each: only small ones. */
const LARGEST_UNORDERED = 256;

class Comparison {
  readonly #compared = new Map<object, Set<unknown>>();

  difference(written: unknown, read: unknown): Difference {
    if (typeof written === 'function' || typeof written === 'symbol') return undefined;
    if (typeof written !== 'object' || written === null) return Object.is(written, read) ? undefined : [];
    if (this.#isCompared(written, read)) return undefined;
    const difference = this.#objectDifference(written, read);
    if (difference !== undefined) this.#compared.get(written)?.delete(read);
    return difference;
  }

  #objectDifference(written: object, read: unknown): Difference {
    if (Array.isArray(written)) return Array.isArray(read) ? this.#inArrays(written, read) : [];
    if (written instanceof Map) return read instanceof Map ? this.#inMaps(written, read) : [];
    if (written instanceof Set) return read instanceof Set ? this.#inSets(written, read) : [];
    if (written instanceof Date) return read instanceof Date && +written === +read ? undefined : [];
    if (written instanceof RegExp)
      return read instanceof RegExp && String(written) === String(read) ? undefined : [];
    if (written instanceof URL) return read instanceof URL && written.href === read.href ? undefined : [];
    if (written instanceof Error) return read instanceof Error ? undefined : [];
    if (ArrayBuffer.isView(written)) return ArrayBuffer.isView(read) ? undefined : [];
    const prototype: unknown = Object.getPrototypeOf(written);
    if (prototype !== Object.prototype && prototype !== null) return undefined;
    if ('toJSON' in written && typeof written.toJSON === 'function') return undefined;
    return typeof read === 'object' && read !== null ? this.#inObjects(written, read) : [];
  }

  #inArrays(written: readonly unknown[], read: readonly unknown[]): Difference {
    if (written.length !== read.length) return [];
    for (let at = 0; at < written.length; at += 1) {
      // A hole is written as null.
      if (!(at in written)) continue;
      const difference = this.difference(written[at], read[at]);
      if (difference !== undefined) return [at, ...difference];
    }
    return undefined;
  }

  #inObjects(written: object, read: object): Difference {
    const members = written as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(read)) if (!Object.hasOwn(written, key)) return [];
    for (const [key, member] of Object.entries(members)) {
      if (typeof member === 'function' || typeof member === 'symbol') continue;
      if (!Object.hasOwn(read, key)) return [key];
      const difference = this.difference(member, (read as Record<string, unknown>)[key]);
      if (difference !== undefined) return [key, ...difference];
    }
    return undefined;
  }

  #inMaps(written: ReadonlyMap<unknown, unknown>, read: ReadonlyMap<unknown, unknown>): Difference {
    if (written.size !== read.size) return [];
    const entries = read.entries();
    let place = 0;
    for (const [key, value] of written) {
      const [readKey, readValue] = entries.next().value as [unknown, unknown];
      const inKey = this.difference(key, readKey);
      if (inKey !== undefined) return [{ part: 'key', place }, ...inKey];
      const inValue = this.difference(value, readValue);
      if (inValue !== undefined)
        return [typeof key === 'string' ? key : { part: 'value', place }, ...inValue];
      place += 1;
    }
    return undefined;
  }

  /** superjson puts a member that it also found elsewhere at the end: the order is not compared. */
  #inSets(written: ReadonlySet<unknown>, read: ReadonlySet<unknown>): Difference {
    if (written.size !== read.size) return [];
    const left = [...read];
    let place = 0;
    for (const member of written) {
      const most = written.size > LARGEST_UNORDERED ? 1 : left.length;
      const found = left.slice(0, most).findIndex((one) => this.difference(member, one) === undefined);
      if (found === -1) return [{ part: 'member', place }];
      left.splice(found, 1);
      place += 1;
    }
    return undefined;
  }

  /** Whether the two are being compared already, or have been. Notes that they are. */
  #isCompared(written: object, read: unknown): boolean {
    const others = this.#compared.get(written);
    if (others?.has(read) === true) return true;
    if (others === undefined) this.#compared.set(written, new Set([read]));
    else others.add(read);
    return false;
  }
}
