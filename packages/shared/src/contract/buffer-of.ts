/** The output of protobufjs as a Buffer: in Node it is one, though its types do not say so. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
}
