import { checkText, invalidField, PORTABLE_JSON, type contract, type StoredValue } from '@dbosd/shared';
import { mapEntryPath } from '../codec/malformed-field.js';
import { isObject, parseJson } from './json.js';
import { checkSize, decodePayload } from './payload.js';

/** The input of a new workflow as it is stored; absent: no arguments. Throws INVALID_FIELD or PAYLOAD_TOO_LARGE. */
export function decodeWorkflowInput(
  input: contract.WorkflowInput__Output | null,
  maxBytes: number,
): Required<StoredValue> {
  if (input === null) return portableInput([], {}, maxBytes);
  if (input.kind === undefined) {
    throw invalidField('input', 'is empty: set portable or raw, or leave the input out');
  }
  switch (input.kind) {
    case 'portable':
      return portableInput(input.portable?.positionalJson ?? [], input.portable?.namedJson ?? {}, maxBytes);
    case 'raw':
      return decodeRawInput('input.raw', input.raw, maxBytes);
  }
}

// The elements are JSON already, so they are put together as they came: what the caller wrote is what is stored.
function portableInput(
  positional: readonly string[],
  named: Readonly<Record<string, string>>,
  maxBytes: number,
): Required<StoredValue> {
  for (const [index, text] of positional.entries()) {
    parseJson(`input.portable.positional_json[${String(index)}]`, text);
  }
  const entries = Object.entries(named).map(([key, text]) => {
    checkText('input.portable.named_json', key);
    parseJson(mapEntryPath('input.portable.named_json', key), text);
    return `${JSON.stringify(key)}:${text}`;
  });
  const data = `{"positionalArgs":[${positional.join(',')}],"namedArgs":{${entries.join(',')}}}`;
  checkSize('input.portable', data, maxBytes);
  return { data, serialization: PORTABLE_JSON };
}

/** An input that is serialized already: a portable one must be of the form that DBOS reads. */
export function decodeRawInput(
  field: string,
  payload: contract.Payload__Output | null | undefined,
  maxBytes: number,
): Required<StoredValue> {
  const stored = decodePayload(field, payload, maxBytes);
  if (stored.serialization === PORTABLE_JSON) checkEnvelope(`${field}.data`, stored.data);
  return stored;
}

// DBOS reads a portable input of any other form as no arguments at all.
function checkEnvelope(field: string, data: string): void {
  const envelope: unknown = JSON.parse(data);
  if (!isObject(envelope)) {
    throw invalidField(
      field,
      'is no object: wrap the arguments as {"positionalArgs": […], "namedArgs": {…}}',
    );
  }
  const members = new Map(Object.entries(envelope));
  if (members.has('positionalArgs') && !Array.isArray(members.get('positionalArgs'))) {
    throw invalidField(field, 'has positionalArgs that are no array: list the arguments in order');
  }
  if (members.has('namedArgs') && !isObject(members.get('namedArgs'))) {
    throw invalidField(field, 'has namedArgs that are no object: give each argument its name');
  }
  const other = [...members.keys()].find((name) => name !== 'positionalArgs' && name !== 'namedArgs');
  if (other !== undefined) {
    throw invalidField(
      field,
      `has a member ${JSON.stringify(other)}: only positionalArgs and namedArgs are read`,
    );
  }
}
