import { isUtf8 } from 'node:buffer';
import protobuf from 'protobufjs';

/** Stands for a string whose bytes are no UTF-8: a lone surrogate, which no decoded text can hold. */
const MALFORMED = '\uD800';
const REPLACEMENT = '\uFFFD';

/**
 * Reads protobuf, and notices strings that are not UTF-8, which protobufjs would silently turn into U+FFFD. Such a
 * string is read as a text that is not well-formed, so that the field can be named afterwards; a genuine U+FFFD is
 * read as it is.
 */
export class StrictReader extends protobuf.BufferReader {
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
