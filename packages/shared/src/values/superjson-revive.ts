import { type DecodeBudget, refuseCollisions } from './json-limits.js';
import { withoutFrames } from './thrown.js';

/** How values are brought back that depend on the program that reads them. */
export interface Revivers {
  /** A handle of the workflow. */
  readonly handle: (workflowID: string) => unknown;
  readonly regexp: (source: string, flags: string) => unknown;
  /** Gets at most `LONGEST_BIGINT` digits, perhaps with a minus. */
  readonly bigint: (digits: string) => unknown;
}

/** The name under which DBOS for TypeScript writes a handle. */
export const HANDLE_RECIPE = 'DBOS.WorkflowHandle';

/**
 * In digits. Conversion takes time that grows faster than the digits do: a bigint of this length costs 40 ns a digit to
 * read and 100 to write (Node 22), as much as a Date does, and one of 16,384 digits three times that.
 */
export const LONGEST_BIGINT = 4096;

/**
 * The value that superjson 1.13.3 has annotated with `type`. Its size comes from the data and never from a claim.
 * Throws for what superjson does not write: an unknown type, or data of another shape.
 */
export function revive(json: unknown, type: unknown, revivers: Revivers, budget: DecodeBudget): unknown {
  budget.spend(1);
  if (Array.isArray(type)) return reviveNamed(json, type as unknown[], revivers, budget);
  switch (type) {
    case 'undefined':
      return undefined;
    case 'bigint':
      return revivers.bigint(digitsOf(textIn(json)));
    case 'Date':
      return dateOf(textIn(json));
    case 'number':
      return specialNumber(textIn(json));
    case 'regexp':
      return regexpOf(textIn(json), revivers);
    case 'URL':
      return urlOf(textIn(json));
    case 'Error':
      return errorOf(json);
    case 'set': {
      const members = listIn(json, budget);
      refuseCollisions(members);
      return new Set(members);
    }
    case 'map':
      return mapOf(listIn(json, budget));
    default:
      throw unknown(type);
  }
}

function reviveNamed(
  json: unknown,
  [kind, name]: readonly unknown[],
  revivers: Revivers,
  budget: DecodeBudget,
): unknown {
  if (kind === 'typed-array') return typedArray(name, numbersIn(json, budget));
  if (kind === 'custom' && name === 'Buffer') return Buffer.from(numbersIn(json, budget));
  if (kind === 'custom' && name === HANDLE_RECIPE) return revivers.handle(textIn(fieldsIn(json).wfid));
  throw unknown([kind, name]);
}

function unknown(type: unknown): TypeError {
  const name = JSON.stringify(type) as string | undefined;
  return new TypeError(`the annotation ${(name ?? 'of nothing').slice(0, 100)} is not known here`);
}

function digitsOf(digits: string): string {
  if (digits.length > LONGEST_BIGINT) {
    throw new RangeError(
      `a bigint has ${String(digits.length)} digits, the limit is ${String(LONGEST_BIGINT)}`,
    );
  }
  if (!/^-?\d+$/.test(digits)) throw new TypeError('a bigint has other characters than digits');
  return digits;
}

function dateOf(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.valueOf())) throw new TypeError('a Date is no point in time');
  return date;
}

// The schemes whose host is a name: its letters beyond ASCII are coded in time quadratic in their number.
const NAMED_HOST = /^[\0- ]*(?:https?|wss?|ftp|file):[\\/]*([^\\/?#]*)/i;
const LONGEST_HOST = 1024;

function urlOf(text: string): URL {
  // The parser of URLs passes over these wherever they are.
  const [, authority = ''] = NAMED_HOST.exec(text.replaceAll(/[\t\n\r]/g, '')) ?? [];
  if (authority.length - authority.lastIndexOf('@') > LONGEST_HOST) {
    throw new RangeError(`the host of a URL has more than ${String(LONGEST_HOST)} characters`);
  }
  return new URL(text);
}

const SPECIAL_NUMBERS: readonly string[] = ['NaN', 'Infinity', '-Infinity', '-0'];

function specialNumber(text: string): number {
  if (!SPECIAL_NUMBERS.includes(text)) throw new TypeError('an annotated number is none that JSON lacks');
  return Number(text);
}

function regexpOf(text: string, revivers: Revivers): unknown {
  const end = text.lastIndexOf('/');
  if (!text.startsWith('/') || end === 0) throw new TypeError('a regular expression has no slashes');
  return revivers.regexp(text.slice(1, end), text.slice(end + 1));
}

// A property class of a few characters becomes a table of hundreds of ranges, with the flag v of thousands.
const MOST_PROPERTY_CLASSES = 64;
const MOST_PROPERTY_CLASSES_OF_SETS = 4;

/** A regular expression. Throws for more Unicode property classes than cost next to nothing. */
export function regexpFrom(source: string, flags: string): RegExp {
  const classes = /[uv]/.test(flags) ? source.split(/\\p/i).length - 1 : 0;
  const most = flags.includes('v') ? MOST_PROPERTY_CLASSES_OF_SETS : MOST_PROPERTY_CLASSES;
  if (classes > most)
    throw new RangeError(`a regular expression has more than ${String(most)} property classes`);
  return new RegExp(source, flags);
}

// With the fields that superjson's own have, also where they are undefined.
function errorOf(json: unknown): Error {
  const { name, message, stack } = fieldsIn(json);
  const text = message === undefined ? undefined : textIn(message);
  return Object.assign(
    withoutFrames(() => new Error(text)),
    { name, stack },
  );
}

function mapOf(rows: readonly unknown[]): Map<unknown, unknown> {
  const entries = rows.map((row) => {
    if (!Array.isArray(row) || row.length !== 2) throw new TypeError('an entry of a Map is no pair');
    return row as [unknown, unknown];
  });
  refuseCollisions(entries.map(([key]) => key));
  return new Map(entries);
}

const TYPED_ARRAYS = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  Uint8ClampedArray,
} as const;

/** Whether superjson can bring back a typed array of this name. */
export function isTypedArrayName(name: unknown): name is keyof typeof TYPED_ARRAYS {
  return typeof name === 'string' && Object.hasOwn(TYPED_ARRAYS, name);
}

function typedArray(name: unknown, numbers: number[]): unknown {
  if (!isTypedArrayName(name)) throw unknown(['typed-array', name]);
  return new TYPED_ARRAYS[name](numbers);
}

function textIn(json: unknown): string {
  if (typeof json !== 'string') throw new TypeError('an annotated value is no text');
  return json;
}

function listIn(json: unknown, budget: DecodeBudget): unknown[] {
  if (!Array.isArray(json)) throw new TypeError('an annotated value is no list');
  budget.spend(json.length);
  return json;
}

// JSON has null for a NaN of a Float64Array; superjson reads it as 0.
function numbersIn(json: unknown, budget: DecodeBudget): number[] {
  const list = listIn(json, budget);
  if (!list.every((member) => typeof member === 'number' || member === null)) {
    throw new TypeError('a list of numbers holds something else');
  }
  return list as number[];
}

function fieldsIn(json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null) throw new TypeError('an annotated value is no object');
  return json as Record<string, unknown>;
}
