import {
  credentials,
  loadPackageDefinition,
  Metadata,
  type Client,
  type ClientReadableStream,
  type GrpcObject,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { contractDefinition, decodeStatus, STATUS_TRAILER, transportError } from '@dbosd/shared';
import {
  methodOf,
  SERVICES,
  type CallName,
  type CallRequest,
  type CallResponse,
  type Responses,
  type StreamName,
  type StreamRequest,
  type StreamResponse,
  type Wire,
} from './wire.js';

const RECEIVE_BYTES = 64 * 1024 * 1024;
const STREAMS: readonly string[] = ['readStream', 'watchEvents'] satisfies StreamName[];

type GeneratedCall = (
  request: object,
  callback: (error: ServiceError | null, response: object) => void,
) => { cancel(): void };
type GeneratedStream = (request: object) => ClientReadableStream<object>;

/** Unary calls and server streams, by the client that grpc-js generates from the contract. */
export class PlainWire implements Wire {
  readonly name = 'unary calls and server streams';
  readonly #clients: ReadonlyMap<string, Client>;

  constructor(address: string) {
    const loaded = loadPackageDefinition(contractDefinition());
    this.#clients = new Map(
      Object.entries(SERVICES).flatMap(([service, methods]) => {
        const client = new (constructorOf(loaded, service))(address, credentials.createInsecure(), {
          'grpc.max_receive_message_length': RECEIVE_BYTES,
          'grpc.max_send_message_length': -1,
        });
        return methods.map((method) => [method, client] as const);
      }),
    );
  }

  call<M extends CallName>(
    method: M,
    request: CallRequest<M>,
    signal?: AbortSignal,
  ): Promise<CallResponse<M>> {
    return new Promise((resolve, reject) => {
      const call = (this.#generated(method) as GeneratedCall)(request, (error, response) => {
        if (error === null) resolve(response as CallResponse<M>);
        else reject(errorOf(error));
      });
      signal?.addEventListener('abort', () => {
        call.cancel();
      });
    });
  }

  async *stream<M extends StreamName>(method: M, request: StreamRequest<M>): Responses<M> {
    const stream = (this.#generated(method) as GeneratedStream)(request);
    try {
      for await (const response of stream) yield response as StreamResponse<M>;
    } catch (error) {
      throw errorOf(error as ServiceError);
    } finally {
      // A cancelled stream says so once more, to nobody.
      stream.on('error', () => undefined);
      stream.cancel();
    }
  }

  callEncoded(method: CallName | StreamName, request: Buffer): Promise<void> {
    const { path } = methodOf(method);
    const client = this.#clientOf(method);
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null): void => {
        if (error === null) resolve();
        else reject(errorOf(error));
      };
      if (STREAMS.includes(method)) {
        const stream = client.makeServerStreamRequest(path, asItIs, asItIs, request);
        stream.on('error', done);
        stream.on('end', resolve);
        stream.resume();
      } else {
        client.makeUnaryRequest(path, asItIs, asItIs, request, done);
      }
    });
  }

  close(): Promise<void> {
    for (const client of new Set(this.#clients.values())) client.close();
    return Promise.resolve();
  }

  /** The method of that name as grpc-js has generated it. */
  #generated(method: string): (...all: unknown[]) => unknown {
    const client = this.#clientOf(method) as unknown as Record<string, (...all: unknown[]) => unknown>;
    return client[method]!.bind(client);
  }

  #clientOf(method: string): Client {
    return this.#clients.get(method)!;
  }
}

function asItIs(bytes: Buffer): Buffer {
  return bytes;
}

function constructorOf(loaded: GrpcObject, service: string): ServiceClientConstructor {
  return service
    .split('.')
    .reduce<unknown>((at, part) => (at as GrpcObject)[part], loaded) as ServiceClientConstructor;
}

function errorOf(error: ServiceError): Error {
  const metadata = (error.metadata as Metadata | undefined) ?? new Metadata();
  const [details] = metadata.get(STATUS_TRAILER);
  if (details instanceof Buffer) return decodeStatus(details, error.code, error.details);
  return transportError(error.code, error.details, error);
}
