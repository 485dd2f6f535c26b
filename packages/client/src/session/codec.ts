import { bufferOf, contractDefinition, contractRoot, type contract } from '@dbosd/shared';
import type { MethodName, RequestOf } from './call.js';
import type { SubscriptionName, SubscriptionRequest } from './subscription.js';

/** The path of the one method that the client calls. */
export const OPEN_PATH = '/dbosd.v1.SessionService/Open';

/**
 * Encodes and decodes the frames of a session. Each part of a frame is encoded as a separate frame: concatenated frames
 * merge into one (protobuf concatenates repeated fields), so parts are encoded once, measured exactly, and sent again
 * unchanged.
 */
export interface Codec {
  request<M extends MethodName>(id: number, method: M, request: RequestOf<M>): Buffer;
  subscribe<M extends SubscriptionName>(
    id: number,
    method: M,
    request: SubscriptionRequest<M>,
    creditBytes: number,
  ): Buffer;
  credit(id: number, bytes: number): Buffer;
  cancels(ids: readonly number[]): Buffer;
  unsubscribes(ids: readonly number[]): Buffer;
  /** The encoded size of a message inside a batch, including its field header. */
  messageBytes(message: contract.OutgoingMessage): number;
  decode(frame: Buffer): contract.OpenResponse__Output;
}

export function createCodec(): Codec {
  const root = contractRoot();
  const frame = root.lookupType('dbosd.v1.OpenRequest');
  const message = root.lookupType('dbosd.v1.OutgoingMessage');
  const encode = (part: contract.OpenRequest): Buffer =>
    bufferOf(frame.encode(frame.fromObject(part)).finish());
  return {
    request: (id, method, request) => encode({ requests: [{ id, [method]: request }] }),
    subscribe: (id, method, request, creditBytes) =>
      encode({ subscribes: [{ id, creditBytes, [method]: request }] }),
    credit: (id, bytes) => encode({ credits: [{ id, bytes }] }),
    cancels: (ids) => encode({ cancels: [...ids] }),
    unsubscribes: (ids) => encode({ unsubscribes: [...ids] }),
    messageBytes: (outgoing) => message.encode(message.fromObject(outgoing)).finish().length + FIELD_OVERHEAD,
    decode: openResponseDecoder(),
  };
}

// A tag, and a length of up to 32 bits.
const FIELD_OVERHEAD = 6;

function openResponseDecoder(): (frame: Buffer) => contract.OpenResponse__Output {
  const service = contractDefinition()['dbosd.v1.SessionService'] as unknown as {
    Open: { responseDeserialize: (frame: Buffer) => contract.OpenResponse__Output };
  };
  return service.Open.responseDeserialize;
}
