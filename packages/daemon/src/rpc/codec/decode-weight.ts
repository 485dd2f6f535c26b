import { invalidField } from '@dbosd/shared';
import protobuf from 'protobufjs';

/**
 * What decoding one message may cost, in fields. A field of a message is visited whether it is set or not, so an empty
 * message costs as many as its type has. Each takes 0.05 to 0.2 us, so no message blocks the process for more than about
 * 200 ms. The heaviest legitimate ones are a hello with 100,000 workflows (1,000,000) and a frame of short calls (400,000).
 */
const MOST_FIELDS = 1_048_576;
/** Shorter messages cannot weigh so much: no field of the contract weighs more than 32 for each of its bytes. */
const ALWAYS_LIGHT_BYTES = 16 * 1024;

const MAP_ENTRY_FIELDS = 2;
/** A number of 64 bits takes as long as two fields. */
const NUMBER_FIELDS = 2;
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/**
 * Refuses a message of more parts than may be decoded at a stretch: throws INVALID_FIELD. Bytes that are no message are
 * left to the decoder.
 */
export function refuseWeight(type: protobuf.Type, bytes: Buffer, mostFields = MOST_FIELDS): void {
  if (bytes.length <= ALWAYS_LIGHT_BYTES) return;
  if (new Scale(bytes, mostFields).isHeavier(type)) {
    throw invalidField(
      'request',
      `holds more than ${String(mostFields)} fields, those of nested messages counted: send it in several parts`,
    );
  }
}

class Scale {
  readonly #bytes: Buffer;
  #left: number;
  #at = 0;

  constructor(bytes: Buffer, mostFields: number) {
    this.#bytes = bytes;
    this.#left = mostFields;
  }

  isHeavier(type: protobuf.Type): boolean {
    this.#weigh(type, this.#bytes.length);
    return this.#left < 0;
  }

  #weigh(type: protobuf.Type, end: number): void {
    this.#left -= type.fieldsArray.length;
    while (this.#at < end && this.#left >= 0) {
      const tag = this.#varint();
      const field = type.fieldsById[tag >>> 3];
      this.#left -= 1;
      switch (tag & 7) {
        case VARINT:
          this.#varint();
          break;
        case FIXED_64:
          this.#at += 8;
          break;
        case FIXED_32:
          this.#at += 4;
          break;
        case LENGTH_DELIMITED: {
          const length = this.#varint();
          this.#weighPart(field, Math.min(end, this.#at + length));
          break;
        }
        default:
          this.#at = Infinity;
      }
    }
  }

  #weighPart(field: protobuf.Field | undefined, end: number): void {
    const part = field?.resolve().resolvedType;
    if (field instanceof protobuf.MapField) this.#left -= MAP_ENTRY_FIELDS;
    else if (part instanceof protobuf.Type) {
      this.#weigh(part, end);
      return;
    }
    // Numbers that are packed: perhaps one for each byte.
    else if (field?.repeated === true && field.type !== 'string' && field.type !== 'bytes')
      this.#left -= NUMBER_FIELDS * (end - this.#at);
    else this.#left -= 1;
    this.#at = Math.max(this.#at, end);
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at] ?? 0;
      this.#at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80 || factor > 2 ** 63) return value;
    }
  }
}
