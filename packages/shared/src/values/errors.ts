import { decodeValue, UndecodableError, type ValueReaders } from './decode.js';
import { isGob, GO_GOB, GO_JSON, PORTABLE_JSON, type StoredValue } from './payload.js';
import { portable } from './portable.js';
import { sourceOf, withoutFrames } from './thrown.js';
import { transcodeToPortable } from './transcode.js';

/** The error of a workflow that writes portable values: what every language can say of an error. */
export class PortableWorkflowError extends Error {
  override readonly name: string;
  readonly code: number | string | undefined;
  readonly data: unknown;

  constructor(message: string, name: string, code?: number | string, data?: unknown) {
    super(message);
    this.name = name;
    this.code = code;
    this.data = data;
  }
}

/** What an error's record may say, in both formats. */
interface ErrorRecord {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/**
 * The error that a workflow or a step ended with, of its stored text. Throws UndecodableError for a format that is not
 * read here, for an error of DBOS for Go that only Go can read, and for one whose causes do not end.
 */
export function decodeError(stored: StoredValue, readers?: ValueReaders): Error {
  const { serialization } = stored;
  if (serialization === GO_JSON || serialization === GO_GOB) return goError(stored);
  const decoded = decodeValue(stored, readers);
  try {
    refuseNesting(decoded, 0);
    return reviveError(decoded, serialization);
  } catch (cause) {
    throw new UndecodableError(stored, cause);
  }
}

// Each error costs as much as the stack that it is made on is deep.
const DEEPEST_CAUSE = 500;

function refuseNesting(record: unknown, depth: number): void {
  if (typeof record !== 'object' || record === null) return;
  if (depth > DEEPEST_CAUSE)
    throw new RangeError(`an error has more than ${String(DEEPEST_CAUSE)} causes in a row`);
  const { cause, errors } = record as { readonly cause?: unknown; readonly errors?: unknown };
  refuseNesting(cause, depth + 1);
  if (Array.isArray(errors)) for (const error of errors) refuseNesting(error, depth + 1);
}

/**
 * The error of a decoded record: a PortableWorkflowError where `serialization` is portable, else an Error with the
 * record's name, message, stack, cause and other fields.
 */
export function reviveError(decoded: unknown, serialization: string | undefined): Error {
  return serialization === PORTABLE_JSON ? portableError(decoded) : revive(decoded);
}

/**
 * The same error in portable form, where it is DBOS for Go's; else as `transcodeToPortable` does with any value. Never
 * throws.
 */
export function transcodeErrorToPortable(stored: StoredValue): StoredValue {
  const { serialization } = stored;
  if (serialization !== GO_JSON && serialization !== GO_GOB) return transcodeToPortable(stored);
  try {
    const { name, message, ...rest } = goError(stored);
    return portable({ name, message, ...rest });
  } catch {
    return stored;
  }
}

// DBOS for Go writes an error in its own format, whatever that of the workflow is: as gob where it knows the type, as a
// portable record, or as its bare text.
function goError(stored: StoredValue): Error {
  if (isGob(stored.data))
    throw new UndecodableError(stored, new TypeError('it is written as gob, which only Go reads'));
  const record = jsonOf(stored.data);
  return isRecord(record) && ('name' in record || 'message' in record)
    ? portableError(record)
    : new Error(stored.data);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function portableError(decoded: unknown): Error {
  if (!isPlainRecord(decoded)) return notAnError(decoded);
  const { name, message, code, data } = decoded as ErrorRecord & { code?: unknown; data?: unknown };
  const known = typeof code === 'number' || typeof code === 'string' ? code : undefined;
  return new PortableWorkflowError(textOf(message), typeof name === 'string' ? name : 'Error', known, data);
}

// Errors of the language are revived as what they were, so that `instanceof` holds.
const BUILT_IN: Readonly<Record<string, ErrorConstructor>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

function revive(decoded: unknown): Error {
  if (decoded instanceof Error) return decoded;
  if (!isPlainRecord(decoded)) return notAnError(decoded);
  const { name, message, stack, cause, errors, ...rest } = decoded as ErrorRecord & Record<string, unknown>;
  const error = empty(name, textOf(message), errors);
  hide(error, 'name', typeof name === 'string' ? name : 'Error');
  if (typeof stack === 'string') hide(error, 'stack', stack);
  if (cause !== undefined) hide(error, 'cause', isErrorRecord(cause) ? revive(cause) : cause);
  // Defined, not assigned: a field called __proto__ would change what the error is.
  for (const [property, field] of Object.entries(rest)) define(error, property, field, true);
  if (Array.isArray(errors) && !(error instanceof AggregateError)) define(error, 'errors', errors, true);
  return error;
}

function empty(name: unknown, message: string, errors: unknown): Error {
  if (name === 'AggregateError' && Array.isArray(errors)) {
    const revived = errors.map((one: unknown) => (isErrorRecord(one) ? revive(one) : one));
    return withoutFrames(() => new AggregateError(revived, message));
  }
  const Constructor = typeof name === 'string' && Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  return withoutFrames(() => new (Constructor ?? Error)(message));
}

// As an Error has them: not enumerable.
function hide(error: Error, property: string, value: unknown): void {
  define(error, property, value, false);
}

function define(error: Error, property: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, property, { value, enumerable, writable: true, configurable: true });
}

/** A workflow may throw anything; a value that is not an error becomes the `cause` of one. */
function notAnError(thrown: unknown): Error {
  const error = new Error(`the workflow threw a value that is not an error: ${sourceOf(thrown)}`, {
    cause: thrown,
  });
  hide(error, 'name', 'NonError');
  return error;
}

function isErrorRecord(value: unknown): boolean {
  return value instanceof Error || (isRecord(value) && 'name' in value && 'message' in value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** An object as JSON has them: no list, no map, nothing that stands for another value. */
function isPlainRecord(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function textOf(message: unknown): string {
  return typeof message === 'string' ? message : '';
}
