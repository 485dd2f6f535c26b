import { checkFormat, checkStorable, encoding } from '@dbosd/client/internal';
import type { WorkflowSerializationFormat } from '@dbosd/client';
import {
  argumentsOf,
  decodeError as decodeStoredError,
  decodeValue,
  encodePortableArguments,
  encodeGoJson,
  encodeSuperjson,
  GO_JSON,
  JS_SUPERJSON,
  portable,
  PORTABLE_JSON,
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
  return argumentsOf(decodeValue(stored), stored.serialization);
}

/** The value of a payload; null where there is none. Throws UndecodableError. */
export function decodePayload(payload: contract.Payload__Output | null): unknown {
  return payload === null ? null : decodeValue(storedPayload(payload));
}

/** The error of a payload. */
export function decodeError(payload: contract.Payload__Output): Error {
  return decodeStoredError(storedPayload(payload));
}

export function storedPayload({ data, serialization }: contract.Payload__Output): StoredValue {
  return serialization === undefined ? { data } : { data, serialization };
}

/** The format of a workflow's result and error: that of its row, for readers know no other. `go`: DBOS for Go's. */
export type OutcomeFormat = 'portable' | 'native' | 'go';

export function outcomeFormatOf(serialization: string | undefined): OutcomeFormat {
  if (serialization === PORTABLE_JSON) return 'portable';
  return serialization === GO_JSON ? 'go' : 'native';
}

/** A workflow's result. Throws INVALID_FIELD when the format cannot hold it. */
export function encodeResult(value: unknown, format: OutcomeFormat): WrittenValue {
  if (format !== 'go') return encodeValue('result', value, format === 'portable');
  return encoding('result', () => encodeGoJson(value));
}

function native(value: unknown): WrittenValue {
  return { data: encodeSuperjson(value), serialization: JS_SUPERJSON };
}
