import { contractRoot } from '@dbosd/shared';
import type { MethodDefinition } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { decodeMessage, encodeMessage } from './codec/message-codec.js';

/** A method of a contract, with the codecs of its messages. */
export interface ContractMethod {
  /** Its name in lowerCamelCase, as grpc-js and sessions use it. */
  readonly name: string;
  readonly requestType: protobuf.Type;
  readonly responseType: protobuf.Type;
  /** Messages cross grpc-js as bytes, so that the daemon handles failures of decoding and encoding. */
  readonly definition: MethodDefinition<Buffer, Buffer>;
  decode(bytes: Buffer): object;
  encode(message: object): Buffer;
}

/** The methods of a service of the contract, or of another contract in `root`. Throws when there is no such service. */
export function contractMethods(
  service: string,
  root: protobuf.Root = contractRoot(),
): readonly ContractMethod[] {
  return root.lookupService(service).methodsArray.map((method) => contractMethod(service, method));
}

function contractMethod(service: string, method: protobuf.Method): ContractMethod {
  method.resolve();
  const { resolvedRequestType, resolvedResponseType } = method;
  if (!(resolvedRequestType instanceof protobuf.Type) || !(resolvedResponseType instanceof protobuf.Type)) {
    throw new TypeError(`the messages of ${service}.${method.name} are not in the contract`);
  }
  return {
    name: method.name.charAt(0).toLowerCase() + method.name.slice(1),
    requestType: resolvedRequestType,
    responseType: resolvedResponseType,
    definition: {
      path: `/${service}/${method.name}`,
      requestStream: method.requestStream === true,
      responseStream: method.responseStream === true,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
    decode: (bytes) => decodeMessage(resolvedRequestType, bytes),
    encode: (message) => encodeMessage(resolvedResponseType, message),
  };
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}
