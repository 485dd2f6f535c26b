import {
  CLIENT_MAX_VALUE_BYTES,
  DbosdError,
  decodeArguments,
  decodeError,
  decodeValue,
  invalidField,
  JS_SUPERJSON,
  messageOf,
  PORTABLE_JSON,
  UndecodableError,
  UnstorableError,
  writeNative,
  writePortable,
  type contract,
  type ValueReaders,
  type StoredValue,
} from '@dbosd/shared';
import { checkChoice } from './options.js';

/** How a value is written: `portable` (the default here) for every language, `native` for DBOS in TypeScript only. */
export type WorkflowSerializationFormat = undefined | 'native' | 'portable';

/** What every read asks for: values as they are stored, whole up to what the client receives. */
export const READ_OPTIONS: contract.ReadOptions = { maxValueBytes: CLIENT_MAX_VALUE_BYTES };

/** Where a value came from, for errors about it: names and numbers as text. */
export type Whereabouts = Readonly<Record<string, string>>;

/** Whereabouts, or how to find them out once they are needed. */
export type WhereaboutsOf = Whereabouts | (() => Whereabouts);

/** Checks how a value is to be written. */
export function checkFormat(format: WorkflowSerializationFormat): WorkflowSerializationFormat {
  return checkChoice('serializationType', format, ['native', 'portable']);
}

/**
 * Serializes a value. Throws INVALID_FIELD, naming `field` and the part of the value, for what the format cannot hold
 * and what could not be read again.
 */
export function encodeValue(field: string, value: unknown, format: WorkflowSerializationFormat): StoredValue {
  checkFormat(format);
  return encoding(field, () =>
    format === 'native'
      ? { data: writeNative(value), serialization: JS_SUPERJSON }
      : { data: writePortable(value), serialization: PORTABLE_JSON },
  );
}

/**
 * A workflow's arguments in native form. Throws INVALID_FIELD naming the argument, which `nameOf` spells by its place,
 * for what cannot be stored: inside the list, a serializer would write null for a function.
 */
export function encodeNativeArguments(
  args: readonly unknown[],
  nameOf: (place: string) => string,
): StoredValue {
  args.forEach((argument, at) => {
    if (typeof argument !== 'function' && typeof argument !== 'symbol') return;
    throw invalidField(nameOf(String(at)), `is a ${typeof argument}, which cannot be stored: give data`);
  });
  const fieldOf = (path: string): string =>
    path.replace(/^\[(\d+)\]/, (_whole, place: string) => nameOf(place));
  return { data: encoding('args', () => writeNative(args), fieldOf), serialization: JS_SUPERJSON };
}

/**
 * Runs a serializer; what it throws becomes INVALID_FIELD naming `field`, and the part of the value that is to blame.
 */
export function encoding<T>(
  field: string,
  encode: () => T,
  fieldOf: (path: string) => string = (path) => `${field}${path}`,
): T {
  try {
    return encode();
  } catch (cause) {
    if (cause instanceof UnstorableError) throw invalidField(fieldOf(cause.path), cause.description);
    const description = `cannot be serialized (${messageOf(cause)})`;
    throw new DbosdError({
      reason: 'INVALID_FIELD',
      message: `${field} ${description}`,
      violations: [{ field, description }],
      cause,
    });
  }
}

/**
 * The value that a read returned. Throws VALUE_TOO_LARGE (with `size` in its metadata) for one that is larger than the
 * client receives, UndecodableError (with the payload) for a format that is not read here. `where` joins the metadata.
 * Read as `readers` say.
 */
export function decodeWire(
  value: contract.Value__Output,
  where: WhereaboutsOf,
  readers?: ValueReaders,
): unknown {
  return decodeWith(decodeValue, value, where, readers);
}

/** The error that a read returned. Throws as `decodeWire` does where it cannot be read. */
export function decodeWireError(
  value: contract.Value__Output,
  where: WhereaboutsOf,
  readers?: ValueReaders,
): Error {
  return decodeWith(decodeError, value, where, readers);
}

/** The positional arguments that a read returned. Throws as `decodeWire`. */
export function decodeWireArguments(
  value: contract.Value__Output,
  where: WhereaboutsOf,
  readers?: ValueReaders,
): unknown[] {
  return decodeWith(decodeArguments, value, where, readers);
}

function decodeWith<T>(
  decode: (stored: StoredValue, readers?: ValueReaders) => T,
  value: contract.Value__Output,
  where: WhereaboutsOf,
  readers: ValueReaders | undefined,
): T {
  if (value.oversized) throw tooLarge(value.oversized, found(where));
  try {
    return decode(storedOf(value), readers);
  } catch (error) {
    if (error instanceof UndecodableError)
      throw new UndecodableError(error.payload, error.cause, found(where));
    throw error;
  }
}

/** The payload of a value that is not oversized. */
export function storedOf({ payload }: contract.Value__Output): StoredValue {
  const { data = '', serialization } = payload ?? {};
  return serialization === undefined ? { data } : { data, serialization };
}

function found(where: WhereaboutsOf): Whereabouts {
  return typeof where === 'function' ? where() : where;
}

function tooLarge({ size, serialization }: contract.Oversized__Output, where: Whereabouts): DbosdError {
  return new DbosdError({
    reason: 'VALUE_TOO_LARGE',
    message:
      `a stored value of ${String(size)} bytes is larger than this client receives (${String(CLIENT_MAX_VALUE_BYTES)}): ` +
      'let the workflow store a reference to it',
    metadata: { ...where, size: String(size), ...(serialization === undefined ? {} : { serialization }) },
  });
}
