import { checkFormat, encodeNativeArguments, encoding } from '@dbosd/client/internal';
import type { WorkflowSerializationFormat } from '@dbosd/client';
import {
  decodeArguments as decodeStoredArguments,
  decodeError as decodeStoredError,
  decodeValue,
  encodeGoJson,
  GO_JSON,
  JS_SUPERJSON,
  PORTABLE_JSON,
  writeNative,
  writePortable,
  type contract,
  type StoredValue,
} from '@dbosd/shared';
import { currentContext } from './context.js';
import type { WorkflowRun } from './execution/workflow-run.js';

/** A stored value whose format is known. */
export type WrittenValue = Required<StoredValue>;

/**
 * Serializes a value. Throws INVALID_FIELD, naming `field` and the part of the value, for what the format cannot hold
 * and what could not be read again.
 */
export function encodeValue(field: string, value: unknown, isPortable: boolean): WrittenValue {
  return encoding(field, () =>
    isPortable
      ? { data: writePortable(value), serialization: PORTABLE_JSON }
      : { data: writeNative(value), serialization: JS_SUPERJSON },
  );
}

/** A value that a program hands out, in the format that it asks for, or else in the workflow's own. */
export function encodeGiven(
  field: string,
  value: unknown,
  format: WorkflowSerializationFormat,
  isPortable: boolean,
): WrittenValue {
  return encodeValue(field, value, checkFormat(format) === undefined ? isPortable : format === 'portable');
}

/** A workflow's arguments in its own format. Throws INVALID_FIELD naming the argument. */
export function encodeArguments(
  positional: readonly unknown[],
  isPortable: boolean,
  named?: Readonly<Record<string, unknown>>,
): WrittenValue {
  if (!isPortable) return encodeNativeArguments(positional, argument) as WrittenValue;
  const texts = positional.map((value, at) => json(argument(String(at)), value));
  const members = [`"positionalArgs":[${texts.join(',')}]`];
  if (named !== undefined) {
    const given = Object.entries(named).filter(([, value]) => value !== undefined);
    const byName = given.map(([key, value]) => `${JSON.stringify(key)}:${json(`namedArgs.${key}`, value)}`);
    members.push(`"namedArgs":{${byName.join(',')}}`);
  }
  return { data: `{${members.join(',')}}`, serialization: PORTABLE_JSON };
}

function argument(place: string): string {
  return `argument ${place}`;
}

function json(field: string, value: unknown): string {
  return encodeValue(field, value, true).data;
}

/** The arguments that are recorded. Of portable ones the named are left out, as DBOS does. */
export function decodeArguments(stored: StoredValue | undefined): unknown[] {
  if (stored === undefined) return [];
  return decodeStoredArguments(stored, currentContext().run?.parts.readers);
}

/** The value of a payload that `run` reads; null where there is none. Throws UndecodableError. */
export function decodePayload(
  payload: contract.Payload__Output | null,
  run: WorkflowRun | undefined = currentContext().run,
): unknown {
  return payload === null ? null : decodeValue(storedPayload(payload), run?.parts.readers);
}

/** The error of a payload. Throws UndecodableError. */
export function decodeError(payload: contract.Payload__Output): Error {
  return decodeStoredError(storedPayload(payload), currentContext().run?.parts.readers);
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
