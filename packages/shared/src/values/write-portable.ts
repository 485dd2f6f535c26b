import { depthRefusal } from './json-depth.js';
import { stringifyPortable, toPortable, type Replacer } from './portable.js';
import { refusalOf, UnstorableError, type PathSegment } from './unstorable.js';

/**
 * A value in portable form, as `encodePortable`. Throws UnstorableError, naming the part, for what would be lost or
 * altered: a number that JSON lacks (NaN) or other readers take for another one, an invalid Date, a RegExp, a Promise,
 * a Map with other keys than texts. Members that are undefined, functions or symbols are left out (null in arrays), and
 * -0 is 0.
 */
export function writePortable(value: unknown): string {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new UnstorableError([], `is a ${typeof value}, which cannot be stored: give data`);
  }
  const text = stringifyPortable(value, new Refusals().replacer);
  const refusal = depthRefusal(text);
  if (refusal !== undefined) throw new UnstorableError([], refusal);
  return text;
}

/**
 * Refuses what would not survive, and knows where it is: JSON.stringify passes a replacer only the containing object.
 */
class Refusals {
  /** The containers around the member that is asked about, and where each is in the one before it. */
  readonly #around: { readonly container: unknown; readonly key: PathSegment }[] = [];

  readonly replacer = this.#replace();

  #replace(): Replacer {
    // A function, since JSON.stringify passes the container as `this`.
    const replaced = this.#replaced.bind(this);
    return function (this: unknown, key, value) {
      return replaced(this, key, value);
    };
  }

  #replaced(container: unknown, key: string, value: unknown): unknown {
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    const member = this.#converted(container, key, value);
    const description = lossOf(member, container, key);
    if (description !== undefined) throw this.#unstorable(container, key, description);
    if (typeof member !== 'object' || member === null) return member;
    this.#leave(container);
    this.#around.push({ container: member, key: segmentOf(container, key) });
    return member;
  }

  #converted(container: unknown, key: string, value: unknown): unknown {
    try {
      return toPortable(value);
    } catch (cause) {
      if (cause instanceof TypeError)
        throw this.#unstorable(container, key, `cannot be serialized (${cause.message})`);
      throw cause;
    }
  }

  /** Leaves the containers that have been written. */
  #leave(container: unknown): void {
    while (this.#around.length > 0 && this.#around.at(-1)?.container !== container) this.#around.pop();
  }

  #unstorable(container: unknown, key: string, description: string): UnstorableError {
    this.#leave(container);
    // The first key is that of the value itself, which JSON.stringify wraps in an object.
    const path = [...this.#around.map((one) => one.key), segmentOf(container, key)].slice(1);
    return new UnstorableError(path, description);
  }
}

function segmentOf(container: unknown, key: string): PathSegment {
  return Array.isArray(container) ? Number(key) : key;
}

function lossOf(value: unknown, container: unknown, key: string): string | undefined {
  if (typeof value === 'number') return numberLoss(value);
  if (value === null) {
    // Its toJSON has made null of it.
    const original = (container as Record<string, unknown>)[key];
    return original instanceof Date ? 'is an invalid Date, which would be stored as null' : undefined;
  }
  if (typeof value !== 'object') return undefined;
  if (value instanceof RegExp) return 'is a RegExp, which would be stored as {}: give its source';
  return refusalOf(value);
}

/** Why a number would not be the same to all who read it as JSON, and the fix; undefined: it would. */
export function numberLoss(value: number): string | undefined {
  if (!Number.isFinite(value)) return `is ${String(value)}, which JSON cannot hold: give null or a text`;
  if (Number.isSafeInteger(value) || !Number.isInteger(value)) return undefined;
  // Written with an exponent it is no integer to any reader, and all read the same.
  const text = String(value);
  const exact = BigInt(value).toString();
  if (text.includes('e') || text === exact) return undefined;
  return `is ${exact}, which would be written as ${text}, another integer to other languages: give a bigint or a text`;
}
