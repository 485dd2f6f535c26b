/** What protobufjs has written, as a Buffer: it writes into Buffers in Node, though its types do not say so. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
}
