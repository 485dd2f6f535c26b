import { PORTABLE_JSON, type contract } from '@dbosd/shared';
import { decodeWire, type Whereabouts } from '../values.js';

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
 * The error that a workflow ended with, as an Error: a PortableWorkflowError, or of a native record an Error with the
 * record's name, message, stack, cause and other fields. Throws as `decodeWire` does where it cannot be read.
 */
export function workflowErrorOf(value: contract.Value__Output, where: Whereabouts): Error {
  const decoded = decodeWire(value, where);
  if (value.payload?.serialization === PORTABLE_JSON) return portableError(decoded);
  return revive(decoded);
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
