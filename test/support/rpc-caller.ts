import { contractDefinition, type contract, type DbosdError } from '@dbosd/shared';
import {
  Client,
  credentials,
  type ClientReadableStream,
  type ClientUnaryCall,
  type MethodDefinition,
  type ServiceError,
} from '@grpc/grpc-js';
import type { ServiceDefinition } from '@grpc/proto-loader';
import { errorOf } from './error-of.js';
import { SessionCaller } from './session-caller.js';
import { WorkerCaller } from './worker-caller.js';

type Definition = MethodDefinition<object, object>;

/** Calls the server as a generated client would: no sessions unless asked for, no retries. */
export class RpcCaller {
  readonly #client: Client;

  constructor(address: string) {
    this.#client = new Client(address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
      'grpc.use_local_subchannel_pool': 1,
    });
  }

  /** The response of a unary call; rejects with the DbosdError in its status. */
  call<Out = Record<string, unknown>>(path: string, request: object): Promise<Out> {
    return this.begin<Out>(path, request).response;
  }

  /** The same, with the call itself, to cancel it. */
  begin<Out>(path: string, request: object): { call: ClientUnaryCall; response: Promise<Out> } {
    const { requestSerialize } = methodOf(path);
    return this.#unary<Out>(path, Buffer.from(requestSerialize(request)), {});
  }

  /** Calls with a request as bytes, well-formed or not. */
  callRaw<Out = Record<string, unknown>>(
    path: string,
    request: Buffer,
    options: { deadline?: Date } = {},
  ): Promise<Out> {
    return this.#unary<Out>(path, request, options).response;
  }

  /** Begins a server stream. */
  stream<Out>(path: string, request: object): ClientReadableStream<Out> {
    const { requestSerialize, responseDeserialize } = methodOf(path);
    return this.#client.makeServerStreamRequest(
      pathOf(path),
      (bytes: Buffer) => bytes,
      responseDeserialize as (bytes: Buffer) => Out,
      Buffer.from(requestSerialize(request)),
    );
  }

  openSession(): SessionCaller {
    const definition = methodOf('SessionService/Open');
    return new SessionCaller(
      this.#client.makeBidiStreamRequest(
        pathOf('SessionService/Open'),
        (frame: Buffer | contract.OpenRequest) =>
          Buffer.isBuffer(frame) ? frame : Buffer.from(definition.requestSerialize(frame)),
        definition.responseDeserialize as (bytes: Buffer) => contract.OpenResponse__Output,
      ),
    );
  }

  connectWorker(): WorkerCaller {
    const definition = methodOf('WorkerService/Connect');
    return new WorkerCaller(
      this.#client.makeBidiStreamRequest(
        pathOf('WorkerService/Connect'),
        (frame: Buffer | contract.ConnectRequest) =>
          Buffer.isBuffer(frame) ? frame : Buffer.from(definition.requestSerialize(frame)),
        definition.responseDeserialize as (bytes: Buffer) => contract.ConnectResponse__Output,
      ),
    );
  }

  get client(): Client {
    return this.#client;
  }

  close(): void {
    this.#client.close();
  }

  #unary<Out>(
    path: string,
    bytes: Buffer,
    options: { deadline?: Date },
  ): { call: ClientUnaryCall; response: Promise<Out> } {
    let call: ClientUnaryCall | undefined;
    const response = new Promise<Out>((resolve, reject) => {
      call = this.#client.makeUnaryRequest(
        pathOf(path),
        (request: Buffer) => request,
        methodOf(path).responseDeserialize as (bytes: Buffer) => Out,
        bytes,
        options,
        (error: ServiceError | null, value?: Out) => {
          if (error === null) resolve(value as Out);
          else reject(errorOf(error));
        },
      );
    });
    return { call: call as unknown as ClientUnaryCall, response };
  }
}

/** How a server stream ended; undefined: well. */
export function endOf(stream: ClientReadableStream<unknown>): Promise<DbosdError | undefined> {
  return new Promise((resolve) => {
    stream.on('error', (error: ServiceError) => {
      resolve(errorOf(error));
    });
    stream.on('end', () => {
      resolve(undefined);
    });
  });
}

export function methodOf(path: string): Definition {
  const [service, name] = path.split('/') as [string, string];
  const definition = contractDefinition()[`dbosd.v1.${service}`] as ServiceDefinition;
  return definition[name] as Definition;
}

function pathOf(path: string): string {
  return `/dbosd.v1.${path}`;
}
