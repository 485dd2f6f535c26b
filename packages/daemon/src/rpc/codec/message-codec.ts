import { bufferOf, invalidField, messageToObject, type DbosdError } from '@dbosd/shared';
import type protobuf from 'protobufjs';
import { refuseWeight } from './decode-weight.js';
import { malformedField } from './malformed-field.js';
import { StrictReader } from './strict-reader.js';
import { WellFormedWriter } from './well-formed-writer.js';

/** Decodes a request. Throws INVALID_FIELD for bytes that are no such message, and names strings that are no UTF-8. */
export function decodeMessage(type: protobuf.Type, bytes: Buffer): object {
  const { message, malformed } = decodeLoosely(type, bytes);
  const field = malformed ? malformedField(type, message) : undefined;
  if (field !== undefined) throw notUtf8(field);
  return message;
}

/**
 * Decodes a message of which only parts may be wrong: `malformed` says that some string is not UTF-8, and
 * `malformedField` finds it. Throws INVALID_FIELD for bytes that are no such message, or that cost too much.
 */
export function decodeLoosely(type: protobuf.Type, bytes: Buffer): { message: object; malformed: boolean } {
  refuseWeight(type, bytes);
  const reader = new StrictReader(bytes);
  try {
    const message = messageToObject(type, type.decode(reader));
    return { message, malformed: reader.malformed };
  } catch (cause) {
    throw invalidField(
      'request',
      `does not parse as ${type.fullName.slice(1)} (${describe(cause)}): build it from this daemon's .proto files`,
    );
  }
}

export function notUtf8(field: string): DbosdError {
  return invalidField(field, 'is not well-formed UTF-8: encode it as UTF-8');
}

/** Where an answer carries fields that are encoded already. */
export const ENCODED_FIELDS = Symbol('encoded fields');

/** Encodes an answer; every string of it leaves as UTF-8. */
export function encodeMessage(type: protobuf.Type, message: { readonly [ENCODED_FIELDS]?: Buffer }): Buffer {
  const bytes = bufferOf(type.encode(type.fromObject(message), new WellFormedWriter()).finish());
  const encoded = message[ENCODED_FIELDS];
  return encoded === undefined ? bytes : Buffer.concat([encoded, bytes]);
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
