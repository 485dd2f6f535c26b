import {
  CLIENT_MAX_VALUE_BYTES,
  DbosdError,
  decodeError,
  decodeValue,
  encodeSuperjson,
  invalidField,
  JS_SUPERJSON,
  messageOf,
  portable,
  UndecodableError,
  type contract,
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

/** Checks how a value shall be written. */
export function checkFormat(format: WorkflowSerializationFormat): WorkflowSerializationFormat {
  return checkChoice('serializationType', format, ['native', 'portable']);
}

/** Refuses what a serializer would take for nothing: the loss of it would be found by the receiver only. */
export function checkStorable(field: string, value: unknown): void {
  if (typeof value !== 'function' && typeof value !== 'symbol') return;
  throw invalidField(field, `is a ${typeof value}, which cannot be stored: give data`);
}

/** Serializes a value. Throws INVALID_FIELD naming `field` when the format cannot hold it. */
export function encodeValue(field: string, value: unknown, format: WorkflowSerializationFormat): StoredValue {
  checkFormat(format);
  checkStorable(field, value);
  return encoding(field, () =>
    format === 'native' ? { data: encodeSuperjson(value), serialization: JS_SUPERJSON } : portable(value),
  );
}

/** Runs a serializer; what it throws becomes INVALID_FIELD naming `field`. */
export function encoding<T>(field: string, encode: () => T): T {
  try {
    return encode();
  } catch (cause) {
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
 */
export function decodeWire(value: contract.Value__Output, where: WhereaboutsOf): unknown {
  return decodeWireWith(decodeValue, value, where);
}

/** The error that a read returned. Throws as `decodeWire` does where it cannot be read. */
export function decodeWireError(value: contract.Value__Output, where: WhereaboutsOf): Error {
  return decodeWireWith(decodeError, value, where);
}

export function decodeStored(stored: StoredValue, where: WhereaboutsOf): unknown {
  return decodeStoredWith(decodeValue, stored, where);
}

function decodeWireWith<T>(
  decode: (stored: StoredValue) => T,
  value: contract.Value__Output,
  where: WhereaboutsOf,
): T {
  if (value.oversized) throw tooLarge(value.oversized, found(where));
  return decodeStoredWith(decode, storedOf(value), where);
}

function decodeStoredWith<T>(
  decode: (stored: StoredValue) => T,
  stored: StoredValue,
  where: WhereaboutsOf,
): T {
  try {
    return decode(stored);
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
