import protobuf from 'protobufjs';

/**
 * Writes protobuf whose strings are UTF-8: lone surrogates, which protobufjs would encode as bytes that strict readers
 * refuse, become U+FFFD.
 */
export class WellFormedWriter extends protobuf.BufferWriter {
  override string(text: string): protobuf.Writer {
    return super.string(text.toWellFormed());
  }
}
