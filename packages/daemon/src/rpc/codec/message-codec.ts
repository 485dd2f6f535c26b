import { isUtf8 } from 'node:buffer';
import protobuf from 'protobufjs';
import { bufferOf, type DbosdError, invalidField, messageToObject } from '@dbosd/shared';
import { refuseWeight } from './decode-weight.js';

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

/** Stands for a string whose bytes are no UTF-8: a lone surrogate, which no decoded text can hold. */
const MALFORMED = '\uD800';
const REPLACEMENT = '\uFFFD';

/**
 * Reads protobuf, and notices strings that are not UTF-8, which protobufjs would silently turn into U+FFFD. Such a
 * string is read as a text that is not well-formed, so that the field can be named afterwards; a genuine U+FFFD is
 * read as it is.
 */
class StrictReader extends protobuf.BufferReader {
  /** Some string that was read is not UTF-8. */
  malformed = false;

  override string(): string {
    const length = this.uint32();
    const start = this.pos;
    const end = start + length;
    // protobufjs itself would cut the string short.
    if (end > this.len)
      throw new RangeError(`a string ends ${String(end - this.len)} bytes behind the message`);
    this.pos = end;
    const text = (this.buf as Buffer).toString('utf8', start, end);
    // Only where a replacement shows up can the bytes be wrong; the search costs nothing in Latin-1 text.
    if (text.includes(REPLACEMENT) && !isUtf8(this.buf.subarray(start, end))) {
      this.malformed = true;
      return MALFORMED;
    }
    return text;
  }
}

/**
 * Writes protobuf whose strings are UTF-8: lone surrogates, which protobufjs would encode as bytes that strict readers
 * refuse, become U+FFFD.
 */
export class WellFormedWriter extends protobuf.BufferWriter {
  override string(text: string): protobuf.Writer {
    return super.string(text.toWellFormed());
  }
}

/**
 * The path of the first string of a decoded message that is not well-formed, named as the contract names it
 * (`messages[3].payload.data`); absent: there is none.
 */
export function malformedField(type: protobuf.Type, message: object): string | undefined {
  for (const field of type.fieldsArray) {
    const value = (message as Record<string, unknown>)[field.name];
    if (value === undefined || value === null) continue;
    const found = inField(field, value, contractName(field.name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A field's name in the contract: protobufjs has it in camelCase. */
export function contractName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function inField(field: protobuf.Field, value: unknown, path: string): string | undefined {
  if (field instanceof protobuf.MapField) return inMap(field, value as Record<string, unknown>, path);
  if (!field.repeated) return inValue(field, value, path);
  for (const [index, element] of (value as unknown[]).entries()) {
    const found = inValue(field, element, `${path}[${String(index)}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inMap(field: protobuf.MapField, map: Record<string, unknown>, path: string): string | undefined {
  for (const [key, value] of Object.entries(map)) {
    if (!key.isWellFormed()) return path;
    const found = inValue(field, value, mapEntryPath(path, key));
    if (found !== undefined) return found;
  }
  return undefined;
}

function inValue(field: protobuf.FieldBase, value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path;
  const type = field.resolvedType;
  if (!(type instanceof protobuf.Type)) return undefined;
  const found = malformedField(type, value as object);
  return found === undefined ? undefined : `${path}.${found}`;
}

/** The path of a map's entry: the key as JSON in brackets. */
export function mapEntryPath(path: string, key: string): string {
  return `${path}[${JSON.stringify(key)}]`;
}
