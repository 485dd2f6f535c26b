import type protobuf from 'protobufjs';
import { bufferOf, type contract, contractRoot, type DbosdError, toStatus } from '@dbosd/shared';
import { decodeLoosely, malformedField, notUtf8, WellFormedWriter } from '../codec/message-codec.js';
import type { Failures } from '../failures.js';
import type { FrameOutput } from '../link/frame-output.js';
import { EMPTY_BYTES } from '../link/frame-stream.js';
import { roughSize } from '../link/output-budget.js';

interface OutputOptions {
  readonly frames: FrameOutput;
  readonly codec: FrameCodec;
  readonly failures: Failures;
}

/** What a session sends, as the parts of its frames. */
export class Output {
  readonly #options: OutputOptions;

  constructor(options: OutputOptions) {
    this.#options = options;
  }

  /** It holds as much as it may: nothing more should be taken on. */
  get full(): boolean {
    return this.#options.frames.full;
  }

  answer(id: number, answer: object): void {
    this.#options.frames.push({
      bytes: roughSize(answer),
      write: (writer) => {
        this.#writeAnswer(writer, id, answer);
      },
    });
  }

  response(encoded: Buffer): void {
    const { frames, codec } = this.#options;
    frames.push({
      bytes: encoded.length,
      write: (writer) => {
        codec.writeResponse(writer, encoded);
      },
    });
  }

  control(control: contract.OpenResponse): void {
    const { frames, codec } = this.#options;
    frames.push({
      bytes: EMPTY_BYTES,
      write: (writer) => {
        codec.writeControl(writer, control);
      },
    });
  }

  #writeAnswer(writer: WellFormedWriter, id: number, answer: object): void {
    const { codec, failures } = this.#options;
    try {
      codec.writeAnswer(writer, answer);
    } catch (failure) {
      codec.writeAnswer(writer, { id, error: toStatus(failures.of(failure, 'SessionService.Open')) });
    }
  }
}

const LENGTH_DELIMITED = 2;
const VARINT = 0;

type Part = contract.SessionRequest__Output | contract.Subscribe__Output;

/** Encodes and decodes the frames of sessions. One for all sessions: it holds nothing but types. */
export class FrameCodec {
  readonly #request: protobuf.Type;
  readonly #subscribe: protobuf.Type;
  readonly #openRequest: protobuf.Type;
  readonly #openResponse: protobuf.Type;
  readonly #answer: protobuf.Type;
  readonly #response: protobuf.Type;

  constructor(root: protobuf.Root = contractRoot()) {
    this.#request = root.lookupType('dbosd.v1.SessionRequest');
    this.#subscribe = root.lookupType('dbosd.v1.Subscribe');
    this.#openRequest = root.lookupType('dbosd.v1.OpenRequest');
    this.#openResponse = root.lookupType('dbosd.v1.OpenResponse');
    this.#answer = root.lookupType('dbosd.v1.SessionAnswer');
    this.#response = root.lookupType('dbosd.v1.SubscriptionResponse');
  }

  /** Decodes a frame once. `malformed`: some string in it is not UTF-8. Throws INVALID_FIELD when it is not a frame. */
  decode(bytes: Buffer): { frame: contract.OpenRequest__Output; malformed: boolean } {
    const { message, malformed } = decodeLoosely(this.#openRequest, bytes);
    return { frame: message as contract.OpenRequest__Output, malformed };
  }

  /** What is wrong with the strings of one request or subscription of a malformed frame, if anything is. */
  malformedPart(part: Part): DbosdError | undefined {
    if (part.call === undefined) return undefined;
    const field = ('creditBytes' in part ? this.#subscribe : this.#request).fields[part.call];
    const message = part[part.call as keyof Part] as unknown as object;
    const type = field?.resolve().resolvedType as protobuf.Type;
    const path = malformedField(type, message);
    return path === undefined ? undefined : notUtf8(path);
  }

  /** Appends fields of OpenResponse. */
  writeControl(writer: WellFormedWriter, control: contract.OpenResponse): void {
    this.#openResponse.encode(this.#openResponse.fromObject(control), writer);
  }

  /** Appends an answer. Throws, and writes nothing, when it is not a valid message. */
  writeAnswer(writer: WellFormedWriter, answer: object): void {
    const message = this.#answer.fromObject(answer);
    this.#answer.encode(message, this.#openField(writer, 'answers').fork()).ldelim();
  }

  /** Appends a response of a subscription, encoded before. */
  writeResponse(writer: WellFormedWriter, encoded: Buffer): void {
    this.#openField(writer, 'responses').bytes(encoded);
  }

  /** Wraps an encoded response of the stream `call` as what subscription `id` sends. */
  wrapResponse(id: number, call: string, response: Buffer): Buffer {
    const { id: idField, bytes: bytesField } = this.#response.fields;
    const callField = this.#response.fields[call];
    if (idField === undefined || bytesField === undefined || callField === undefined) {
      throw new TypeError(`sessions carry no ${call}`);
    }
    const writer = new WellFormedWriter();
    writer.uint32(tag(idField, VARINT)).uint64(id);
    writer.uint32(tag(bytesField, VARINT)).int64(response.length);
    writer.uint32(tag(callField, LENGTH_DELIMITED)).bytes(response);
    return bufferOf(writer.finish());
  }

  /** The end of a subscription. */
  encodeEnd(id: number, ended: contract.Status): Buffer {
    const message = this.#response.fromObject({ id, ended });
    return bufferOf(this.#response.encode(message, new WellFormedWriter()).finish());
  }

  #openField(writer: protobuf.Writer, name: string): protobuf.Writer {
    const field = this.#openResponse.fields[name];
    if (field === undefined) throw new TypeError(`OpenResponse has no ${name}`);
    return writer.uint32(tag(field, LENGTH_DELIMITED));
  }
}

function tag(field: protobuf.Field, wireType: number): number {
  return (field.id << 3) | wireType;
}
