import { refuseCollisions, depthRefusal } from './json-limits.js';
import { firstDifference } from './native-difference.js';
import { FORBIDDEN_KEYS } from './superjson-references.js';
import { isTypedArrayName, LONGEST_BIGINT } from './superjson-revive.js';
import { decodeSuperjson, encodeSuperjson } from './superjson.js';
import { refusalOf, UnstorableError, type PathSegment } from './unstorable.js';
import { isWorkflowHandle } from './workflow-handle.js';

/**
 * A value as DBOS for TypeScript writes it. Throws UnstorableError, naming the part, for what superjson would write and
 * no reader could read: a Promise, the keys `__proto__`, `prototype` and `constructor` on the way to a Date, keys whose
 * dots it confuses, references inside a Set that it puts elsewhere. What it leaves out by design is left out: functions
 * and symbols (null in arrays), what class instances keep outside their own properties.
 */
export function writeNative(value: unknown): string {
  const inspection = new Inspection();
  inspection.inspect(value);
  const text = encodeSuperjson(value);
  const refusal = depthRefusal(text);
  if (refusal !== undefined) throw new UnstorableError([], refusal);
  if (inspection.risk !== undefined) verify(value, text, inspection.risk);
  return text;
}

/** Reads what was written: only for values with something that superjson may misread. */
function verify(value: unknown, text: string, risk: readonly PathSegment[]): void {
  let decoded: unknown;
  try {
    decoded = decodeSuperjson(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UnstorableError(risk, `could not be read again (${why}): ${FIX}`, cause);
  }
  const difference = firstDifference(value, decoded);
  if (difference !== undefined)
    throw new UnstorableError(difference, `would be read as something else: ${FIX}`);
}

const FIX = 'use other keys, or write the value as portable JSON';

/** One pass over every part of a value. */
class Inspection {
  /** The first part that superjson may misread. */
  risk: readonly PathSegment[] | undefined;
  readonly #path: PathSegment[] = [];
  readonly #seen = new Set<object>();

  inspect(value: unknown): void {
    if (typeof value === 'function' || typeof value === 'symbol') {
      if (this.#path.length === 0)
        throw this.#refused(`is a ${typeof value}, which cannot be stored: give data`);
      return;
    }
    if (typeof value === 'number' && Number.isNaN(value)) this.#noteRisk();
    if (typeof value === 'bigint' && (value >= TOO_LONG || value <= -TOO_LONG)) {
      throw this.#refused(
        `has more than ${String(LONGEST_BIGINT)} digits, which could not be read again: give a text`,
      );
    }
    if (typeof value !== 'object' || value === null || isWorkflowHandle(value)) return;
    if (this.#seen.has(value)) {
      this.#noteRisk();
      return;
    }
    this.#seen.add(value);
    this.#inspectObject(value);
  }

  #inspectObject(value: object): void {
    if (Array.isArray(value)) {
      for (let at = 0; at < value.length; at += 1) this.#inspectPart(at, value[at]);
    } else if (isPlain(value)) this.#inspectMembers(value);
    else if (value instanceof Map) this.#inspectMap(value);
    else if (value instanceof Set) this.#inspectSet(value);
    else if (value instanceof Date) {
      if (Number.isNaN(value.valueOf()))
        throw this.#refused('is an invalid Date, which would be stored as null');
    } else if (value instanceof RegExp || value instanceof URL) this.#noteRisk();
    else if (ArrayBuffer.isView(value) && !(value instanceof DataView)) this.#inspectNumbers(value);
    else if (!(value instanceof Error)) this.#inspectInstance(value);
  }

  #inspectMembers(value: object): void {
    for (const [key, member] of Object.entries(value) as [string, unknown][]) {
      if (MISREAD.test(key) || FORBIDDEN_KEYS.has(key)) this.#noteRisk(key);
      this.#inspectPart(key, member);
    }
  }

  #inspectMap(map: ReadonlyMap<unknown, unknown>): void {
    this.#inspectKeys(map);
    let place = 0;
    for (const [key, value] of map) {
      this.#inspectPart({ part: 'key', place }, key);
      this.#inspectPart(typeof key === 'string' ? key : { part: 'value', place }, value);
      place += 1;
    }
  }

  /** A reader refuses numbers that collide: it cannot know whether they were chosen on purpose. */
  #inspectKeys(collection: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>): void {
    try {
      refuseCollisions([...collection.keys()]);
    } catch (cause) {
      if (cause instanceof RangeError) throw this.#refused(`has ${cause.message}`);
      throw cause;
    }
  }

  #inspectSet(set: ReadonlySet<unknown>): void {
    this.#inspectKeys(set);
    let place = 0;
    for (const member of set) {
      this.#inspectPart({ part: 'member', place }, member);
      place += 1;
    }
  }

  #inspectNumbers(view: ArrayBufferView): void {
    if (Buffer.isBuffer(view)) return;
    const { name } = view.constructor;
    if (!isTypedArrayName(name))
      throw this.#refused(`is a ${name}, which could not be read again: give an array`);
    if (!(view instanceof Float32Array) && !(view instanceof Float64Array)) return;
    const lost = view.findIndex((number) => !Number.isFinite(number));
    if (lost === -1) return;
    this.#path.push(lost);
    throw this.#refused(
      `is ${String(view[lost])} in a ${name}, which would be stored as null: give an array`,
    );
  }

  /** JSON.stringify writes an instance's own members. Only what is still under way is looked for in them. */
  #inspectInstance(value: object): void {
    const refusal = refusalOf(value);
    if (refusal !== undefined) throw this.#refused(refusal);
    if ('toJSON' in value) return;
    for (const [key, member] of Object.entries(value) as [string, unknown][]) {
      if (typeof member !== 'object' || member === null || this.#seen.has(member)) continue;
      this.#seen.add(member);
      this.#path.push(Array.isArray(value) ? Number(key) : key);
      if (member instanceof Promise) throw this.#refused(refusalOf(member) ?? 'is a Promise');
      // Built-in objects have no members of their own.
      if (!(Symbol.toStringTag in member)) this.#inspectInstance(member);
      this.#path.pop();
    }
  }

  #inspectPart(key: PathSegment, part: unknown): void {
    if (typeof part === 'string' || typeof part === 'boolean' || part === null) return;
    this.#path.push(key);
    this.inspect(part);
    this.#path.pop();
  }

  #noteRisk(...more: PathSegment[]): void {
    this.risk ??= [...this.#path, ...more];
  }

  #refused(description: string): UnstorableError {
    return new UnstorableError(this.#path, description);
  }
}

const TOO_LONG = 10n ** BigInt(LONGEST_BIGINT - 1);

// superjson 1.13.3 does not escape the key of an annotated member, nor a backslash before a dot.
const MISREAD = /[.\\]/;

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
