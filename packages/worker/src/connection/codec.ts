import { bufferOf, contractDefinition, contractRoot, type contract } from '@dbosd/shared';

/** The path of the one method that a worker calls. */
export const CONNECT_PATH = '/dbosd.v1.WorkerService/Connect';

/**
 * Turns what goes over a worker's stream into bytes and back. Parts of a frame are encoded as frames of their own: those
 * that are appended to each other merge into one, so parts are encoded once and measured exactly.
 */
export interface Codec {
  encode(part: contract.ConnectRequest): Buffer;
  decode(frame: Buffer): contract.ConnectResponse__Output;
}

export function createCodec(): Codec {
  const frame = contractRoot().lookupType('dbosd.v1.ConnectRequest');
  const service = contractDefinition()['dbosd.v1.WorkerService'] as unknown as {
    Connect: { responseDeserialize: (frame: Buffer) => contract.ConnectResponse__Output };
  };
  return {
    encode: (part) => bufferOf(frame.encode(frame.fromObject(part)).finish()),
    decode: service.Connect.responseDeserialize,
  };
}
