import { decodeError } from './errors.js';
import { JS_SUPERJSON, PORTABLE_JSON, type StoredValue } from './payload.js';
import { encodeSuperjson } from './superjson.js';
import { fieldOf, isObject, messageOf, sourceOf } from './thrown.js';
import { writePortable } from './portable.js';

type WrittenValue = Required<StoredValue>;

/** What is said of what was left out is cut to so many characters. */
const LONGEST_NOTE = 8192;

/**
 * What was thrown, as DBOS stores it: portable errors as name, message, code and data; native ones as a record of all
 * their enumerable fields, name, message, stack, and their causes.
 *
 * Never throws. What cannot be stored and read again (a cycle in `data`, a getter or `toJSON` that throws) is left out,
 * field by field, and the record says so: a native one in `leftOut`, a portable one in `data.leftOut`.
 */
export function encodeError(thrown: unknown, isPortable: boolean): WrittenValue {
  try {
    return readable(isPortable ? portableRecord(thrown) : errorRecord(thrown), isPortable);
  } catch (cause) {
    return encodeParts(thrown, isPortable, cause);
  }
}

interface ShortOptions {
  readonly isPortable: boolean;
  /** Characters of each text that are kept. */
  readonly length: number;
  /** Why there is no more. */
  readonly why: string;
}

/**
 * The beginnings of the name, the message and the stack of what was thrown, and why there is no more: for an error that
 * is too large to be stored. Never throws.
 */
export function encodeErrorInShort(thrown: unknown, { isPortable, length, why }: ShortOptions): WrittenValue {
  const { name, message, stack } = plainParts(thrown);
  return withLeftOut(
    {
      name: name.slice(0, length),
      message: message.slice(0, length),
      stack: stack === undefined ? undefined : stack.slice(0, length),
    },
    isPortable,
    `all but the beginnings of its texts (${why.slice(0, length)})`,
  );
}

/** Encodes it, if it can be decoded again: nothing is to be stored that no reader can show. */
function readable(record: unknown, isPortable: boolean): WrittenValue {
  if (isPortable) checkExtent(record);
  const written = isPortable
    ? { data: writePortable(record), serialization: PORTABLE_JSON }
    : { data: encodeSuperjson(record), serialization: JS_SUPERJSON };
  decodeError(written);
  return written;
}

/** Throws RangeError for what would be a text without end, or nearly so. */
function checkExtent(record: unknown): void {
  let members = 0;
  JSON.stringify(record, (_key, value: unknown) => {
    members += 1;
    if (members > MOST_MEMBERS) throw new RangeError(`more than ${String(MOST_MEMBERS)} values`);
    if (typeof value === 'bigint') return undefined;
    return value instanceof Map || value instanceof Set ? [...(value as Iterable<unknown>)] : value;
  });
}

/** The fields that can be encoded, of what cannot be as a whole. */
function encodeParts(thrown: unknown, isPortable: boolean, cause: unknown): WrittenValue {
  const record: Record<string, unknown> = { ...plainParts(thrown) };
  const leftOut: string[] = [];
  for (const field of fieldsOf(thrown, isPortable)) {
    try {
      const value = errorRecord((thrown as Record<string, unknown>)[field]);
      if (value === undefined) continue;
      readable({ [field]: value }, isPortable);
      record[field] = value;
    } catch (why) {
      leftOut.push(`${field} (${messageOf(why)})`);
    }
  }
  // Each field can be encoded by itself: what fails is the error as a whole (its `toJSON`).
  const what = leftOut.length === 0 ? `the rest of the error (${messageOf(cause)})` : leftOut.join(', ');
  try {
    return withLeftOut(record, isPortable, what);
  } catch {
    return withLeftOut({ ...plainParts(thrown) }, isPortable, what);
  }
}

interface PlainParts {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
}

function plainParts(thrown: unknown): PlainParts {
  if (!isObject(thrown)) return { name: 'Error', message: messageOf(thrown) };
  const name = fieldOf(thrown, 'name');
  const message = fieldOf(thrown, 'message');
  const stack = fieldOf(thrown, 'stack');
  return {
    name: typeof name === 'string' && name !== '' ? name : 'Error',
    message: typeof message === 'string' ? message : '',
    ...(typeof stack === 'string' ? { stack } : {}),
  };
}

// Read before all else: a message that cannot be read is left out as any other field is.
const PARTS = ['name', 'message', 'stack'];

function fieldsOf(thrown: unknown, isPortable: boolean): string[] {
  if (!isObject(thrown)) return [];
  const unread = PARTS.filter((part) => !isReadable(thrown, part));
  if (isPortable) return [...unread, 'code', 'data'];
  const own = ownKeys(thrown).filter((key) => !PARTS.includes(key) && key !== 'cause' && key !== 'errors');
  return [...unread, ...own, 'cause', 'errors'];
}

function isReadable(thrown: object, part: string): boolean {
  try {
    Reflect.get(thrown, part);
    return true;
  } catch {
    return false;
  }
}

function ownKeys(thrown: object): string[] {
  try {
    return Object.keys(thrown).filter((key) => key !== '__proto__');
  } catch {
    return [];
  }
}

function withLeftOut(record: object, isPortable: boolean, what: string): WrittenValue {
  const leftOut = `left out, because it cannot be stored: ${what}`.slice(0, LONGEST_NOTE);
  if (!isPortable) return readable({ ...record, leftOut }, false);
  // In a portable error only `data` is free.
  const { name, message, code, stack, data } = record as Record<string, unknown>;
  const kept = isRecord(data) && !Array.isArray(data) ? data : data === undefined ? {} : { data };
  return readable({ ...portableRecord({ name, message, code }), data: { stack, ...kept, leftOut } }, true);
}

function portableRecord(thrown: unknown): object {
  if (typeof thrown !== 'object' || thrown === null) return { name: 'Error', message: messageOf(thrown) };
  const { name, message, code, data } = thrown as Record<string, unknown>;
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : thrown instanceof Error ? '' : sourceOf(thrown),
    ...(typeof code === 'number' || typeof code === 'string' ? { code } : {}),
    data,
  };
}

// Errors hide these from enumeration.
const HIDDEN = ['name', 'message', 'stack', 'code'] as const;

/** Values that a portable error may be made of. */
const MOST_MEMBERS = 1_000_000;
/** Objects that an error's record may be made of. Copied, what they share is there many times. */
const MOST_OBJECTS = 100_000;
/** How deep they may be in each other: one that is made while it is read has no end. */
const DEEPEST = 1000;

interface Copying {
  objects: number;
}

function errorRecord(
  thrown: unknown,
  ancestors: readonly unknown[] = [],
  copying: Copying = { objects: 0 },
): unknown {
  if (typeof thrown === 'function' || typeof thrown === 'symbol') return sourceOf(thrown);
  if (typeof thrown !== 'object' || thrown === null) return thrown;
  if (ancestors.includes(thrown)) return '[Circular]';
  if (ancestors.length > DEEPEST) throw new RangeError(`more than ${String(DEEPEST)} causes of each other`);
  const record = plain(thrown, [], copying);
  if (!(thrown instanceof Error) || !isRecord(record)) return record;
  addNested(record, thrown, [...ancestors, thrown], copying);
  return record;
}

/** A copy of what is enumerable, and of what errors hide; without functions, cycles cut. */
function plain(from: object, seen: readonly object[], copying: Copying): unknown {
  copying.objects += 1;
  if (copying.objects > MOST_OBJECTS) throw new RangeError(`more than ${String(MOST_OBJECTS)} objects`);
  if (seen.length > DEEPEST) throw new RangeError(`more than ${String(DEEPEST)} objects in each other`);
  if ('toJSON' in from && typeof from.toJSON === 'function') return (from.toJSON as () => unknown)();
  const within = [...seen, from];
  const to: Record<string, unknown> | unknown[] = Array.isArray(from) ? [] : {};
  const fields = to as Record<string, unknown>;
  for (const [key, value] of Object.entries(from) as [string, unknown][]) {
    if (typeof value === 'function') continue;
    if (Buffer.isBuffer(value)) fields[key] = '[object Buffer]';
    else if (typeof value !== 'object' || value === null) fields[key] = value;
    else fields[key] = within.includes(value) ? '[Circular]' : plain(value, within, copying);
  }
  for (const property of HIDDEN) {
    const value = (from as Record<string, unknown>)[property];
    if (typeof value === 'string') fields[property] = value;
  }
  return to;
}

/** Causes and the errors of an AggregateError are not enumerable: they are walked to. */
function addNested(
  record: Record<string, unknown>,
  error: Error,
  ancestors: readonly unknown[],
  copying: Copying,
): void {
  if (error.cause !== undefined) record.cause = errorRecord(error.cause, ancestors, copying);
  const { errors } = error as { errors?: unknown };
  if (!Array.isArray(errors)) return;
  const copied = record.errors;
  if (!Array.isArray(copied)) {
    record.errors = errors.map((one) => errorRecord(one, ancestors, copying));
    return;
  }
  for (const [at, one] of (errors as unknown[]).entries()) {
    const entry: unknown = copied[at];
    if (one instanceof Error && isRecord(entry) && !ancestors.includes(one)) {
      addNested(entry, one, [...ancestors, one], copying);
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
