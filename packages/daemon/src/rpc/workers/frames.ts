import { contractRoot, type contract, type DbosdError } from '@dbosd/shared';
import type protobuf from 'protobufjs';
import { malformedField } from '../codec/malformed-field.js';
import { decodeLoosely, notUtf8 } from '../codec/message-codec.js';
import type { WellFormedWriter } from '../codec/well-formed-writer.js';

/** Encodes and decodes the frames of workers' streams. One for all of them: it holds nothing but types. */
export class WorkerFrameCodec {
  readonly #request: protobuf.Type;
  readonly #operation: protobuf.Type;
  readonly #response: protobuf.Type;

  constructor(root: protobuf.Root = contractRoot()) {
    this.#request = root.lookupType('dbosd.v1.ConnectRequest');
    this.#operation = root.lookupType('dbosd.v1.DurableOperation');
    this.#response = root.lookupType('dbosd.v1.ConnectResponse');
  }

  /** Decodes a frame once. `malformed`: some string in it is not UTF-8. Throws INVALID_FIELD when it is not a frame. */
  decode(bytes: Buffer): { frame: contract.ConnectRequest__Output; malformed: boolean } {
    const { message, malformed } = decodeLoosely(this.#request, bytes);
    return { frame: message as contract.ConnectRequest__Output, malformed };
  }

  /** What is wrong with the strings of one operation of a malformed frame, if anything is. */
  malformedOperation(operation: contract.DurableOperation__Output): DbosdError | undefined {
    const path = malformedField(this.#operation, operation);
    return path === undefined ? undefined : notUtf8(path);
  }

  /** What is wrong with the strings of a malformed frame outside its operations, if anything is. */
  malformedRest(frame: contract.ConnectRequest__Output): DbosdError | undefined {
    const path = malformedField(this.#request, { ...frame, operations: [] });
    return path === undefined ? undefined : notUtf8(path);
  }

  /** Appends fields of ConnectResponse. Throws, and writes nothing, when they are not a valid message. */
  write(writer: WellFormedWriter, response: contract.ConnectResponse): void {
    this.#response.encode(this.#response.fromObject(response), writer);
  }
}
