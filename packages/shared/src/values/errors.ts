import { JS_SUPERJSON, PORTABLE_JSON, type StoredValue } from './payload.js';
import { portable } from './portable.js';
import { encodeSuperjson } from './superjson.js';

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

interface ErrorRecord {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/**
 * What was thrown, as DBOS stores it: portable errors as name, message, code and data; native ones as a record of all
 * their enumerable fields, name, message, stack, and their causes.
 */
export function encodeError(thrown: unknown, isPortable: boolean): StoredValue {
  if (isPortable) return portable(portableRecord(thrown));
  return { data: encodeSuperjson(errorRecord(thrown)), serialization: JS_SUPERJSON };
}

/**
 * The error of a decoded record: a PortableWorkflowError where `serialization` is portable, else an Error with the
 * record's name, message, stack, cause and other fields.
 */
export function reviveError(decoded: unknown, serialization: string | undefined): Error {
  return serialization === PORTABLE_JSON ? portableError(decoded) : revive(decoded);
}

function portableRecord(thrown: unknown): unknown {
  if (typeof thrown !== 'object' || thrown === null) return { name: 'Error', message: String(thrown) };
  const { name, message, code, data } = thrown as ErrorRecord & { code?: unknown; data?: unknown };
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: textOf(message),
    ...(typeof code === 'number' || typeof code === 'string' ? { code } : {}),
    ...(data === undefined ? {} : { data }),
  };
}

// Errors hide these from enumeration.
const HIDDEN = ['name', 'message', 'stack', 'code'] as const;

function errorRecord(thrown: unknown, ancestors: readonly unknown[] = []): unknown {
  if (typeof thrown === 'function') return `[Function: ${thrown.name === '' ? 'anonymous' : thrown.name}]`;
  if (typeof thrown !== 'object' || thrown === null) return thrown;
  if (ancestors.includes(thrown)) return '[Circular]';
  const record = plain(thrown, []);
  if (!(thrown instanceof Error) || !isRecord(record)) return record;
  addNested(record, thrown, [...ancestors, thrown]);
  return record;
}

/** A copy of what is enumerable, and of what errors hide; without functions, cycles cut. */
function plain(from: object, seen: readonly object[]): unknown {
  if ('toJSON' in from && typeof from.toJSON === 'function') return (from.toJSON as () => unknown)();
  const within = [...seen, from];
  const to: Record<string, unknown> | unknown[] = Array.isArray(from) ? [] : {};
  const fields = to as Record<string, unknown>;
  for (const [key, value] of Object.entries(from) as [string, unknown][]) {
    if (typeof value === 'function') continue;
    if (Buffer.isBuffer(value)) fields[key] = '[object Buffer]';
    else if (typeof value !== 'object' || value === null) fields[key] = value;
    else fields[key] = within.includes(value) ? '[Circular]' : plain(value, within);
  }
  for (const property of HIDDEN) {
    const value = (from as Record<string, unknown>)[property];
    if (typeof value === 'string') fields[property] = value;
  }
  return to;
}

/** Causes and the errors of an AggregateError are not enumerable: they are walked to. */
function addNested(record: Record<string, unknown>, error: Error, ancestors: readonly unknown[]): void {
  if (error.cause !== undefined) record.cause = errorRecord(error.cause, ancestors);
  const { errors } = error as { errors?: unknown };
  if (!Array.isArray(errors)) return;
  const copied = record.errors;
  if (!Array.isArray(copied)) {
    record.errors = errors.map((one) => errorRecord(one, ancestors));
    return;
  }
  for (const [at, one] of (errors as unknown[]).entries()) {
    const entry: unknown = copied[at];
    if (one instanceof Error && isRecord(entry) && !ancestors.includes(one)) {
      addNested(entry, one, [...ancestors, one]);
    }
  }
}

function portableError(decoded: unknown): Error {
  if (!isRecord(decoded)) return notAnError(decoded);
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
  if (!isRecord(decoded)) return notAnError(decoded);
  const { name, message, stack, cause, errors, ...rest } = decoded as ErrorRecord & Record<string, unknown>;
  const error = empty(name, textOf(message), errors);
  hide(error, 'name', typeof name === 'string' ? name : 'Error');
  if (typeof stack === 'string') hide(error, 'stack', stack);
  if (cause !== undefined) hide(error, 'cause', isErrorRecord(cause) ? revive(cause) : cause);
  return Object.assign(
    error,
    rest,
    Array.isArray(errors) && !(error instanceof AggregateError) ? { errors } : {},
  );
}

function empty(name: unknown, message: string, errors: unknown): Error {
  if (name === 'AggregateError' && Array.isArray(errors)) {
    return new AggregateError(
      errors.map((one: unknown) => (isErrorRecord(one) ? revive(one) : one)),
      message,
    );
  }
  const Constructor = typeof name === 'string' && Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  return new (Constructor ?? Error)(message);
}

// As an Error has them: not enumerable.
function hide(error: Error, property: string, value: unknown): void {
  Object.defineProperty(error, property, { value, enumerable: false, writable: true, configurable: true });
}

/** A workflow may throw anything; what is no error comes as the `cause` of one. */
function notAnError(thrown: unknown): Error {
  const error = new Error(`the workflow threw what is no error: ${JSON.stringify(thrown)}`, {
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

function textOf(message: unknown): string {
  return typeof message === 'string' ? message : '';
}
