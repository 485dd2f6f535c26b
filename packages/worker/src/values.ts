import { checkFormat, checkStorable, encoding } from '@dbosd/client/internal';
import type { WorkflowSerializationFormat } from '@dbosd/client';
import {
  decodeValue,
  encodePortableArguments,
  encodeSuperjson,
  JS_SUPERJSON,
  portable,
  PORTABLE_JSON,
  reviveError,
  type contract,
  type StoredValue,
} from '@dbosd/shared';

/** A stored value whose format is known. */
export type WrittenValue = Required<StoredValue>;

/** Serializes a value. Throws INVALID_FIELD naming `field` when the format cannot hold it. */
export function encodeValue(field: string, value: unknown, isPortable: boolean): WrittenValue {
  return encoding(field, () => (isPortable ? (portable(value) as WrittenValue) : native(value)));
}

/** A value that a program hands out, in the format that it asks for, or else in the workflow's own. */
export function encodeGiven(
  field: string,
  value: unknown,
  format: WorkflowSerializationFormat,
  isPortable: boolean,
): WrittenValue {
  checkStorable(field, value);
  return encodeValue(field, value, checkFormat(format) === undefined ? isPortable : format === 'portable');
}

/** A workflow's arguments in its own format. */
export function encodeArguments(args: readonly unknown[], isPortable: boolean): WrittenValue {
  args.forEach((argument, at) => {
    checkStorable(`argument ${String(at)}`, argument);
  });
  return isPortable ? { data: encodePortableArguments(args), serialization: PORTABLE_JSON } : native(args);
}

/** The arguments that are recorded. Of portable ones the named are left out, as DBOS does. */
export function decodeArguments(stored: StoredValue | undefined): unknown[] {
  if (stored === undefined) return [];
  const decoded = decodeValue(stored);
  if (stored.serialization !== PORTABLE_JSON) return decoded as unknown[];
  return (decoded as { positionalArgs?: unknown[] } | null)?.positionalArgs ?? [];
}

/** The value of a payload; null where there is none. Throws UndecodableError. */
export function decodePayload(payload: contract.Payload__Output | null): unknown {
  return payload === null ? null : decodeValue(storedPayload(payload));
}

/** The error of a payload. */
export function decodeError(payload: contract.Payload__Output): Error {
  return reviveError(decodePayload(payload), payload.serialization);
}

export function storedPayload({ data, serialization }: contract.Payload__Output): StoredValue {
  return serialization === undefined ? { data } : { data, serialization };
}

function native(value: unknown): WrittenValue {
  return { data: encodeSuperjson(value), serialization: JS_SUPERJSON };
}
