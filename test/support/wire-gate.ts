import { EventEmitter, once } from 'node:events';
import { contractRoot, messageToObject, type contract } from '@dbosd/shared';
import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  status as Status,
  type ServerDuplexStream,
} from '@grpc/grpc-js';
import { gate, type Gate } from './gate.js';

type Bytes = Buffer;
type Call = ServerDuplexStream<Bytes, Bytes>;
type Upstream = ReturnType<typeof openUpstream>;

/** An operation of a worker, as it passes. */
export type Passing = contract.DurableOperation__Output;

/** Where a worker is stopped: when such an operation has left it, or when its answer comes back. */
export interface Stop {
  readonly at: 'operation' | 'answer';
  readonly matches: (operation: Passing) => boolean;
}

const CONNECT = '/dbosd.v1.WorkerService/Connect';
const OPEN = '/dbosd.v1.SessionService/Open';

/**
 * Stands between one worker and its daemon, knows the frames of the worker's stream, and stops at the first operation that
 * matches: nothing passes any more, in either direction, so that the worker can be killed right there. An operation that is
 * stopped never reaches the daemon; of one that is stopped at its answer the daemon has done all, and the worker hears
 * nothing.
 */
export class WireGate {
  readonly #server = new Server();
  readonly #daemon: Client;
  readonly #passed: Passing[] = [];
  readonly #events = new EventEmitter();
  #port = 0;
  #stop: Stop | undefined;
  #reached: Gate<Passing> = gate<Passing>();
  #shut = false;
  #deaf = false;

  static async start(daemonAddress: string): Promise<WireGate> {
    const wire = new WireGate(daemonAddress);
    wire.#port = await new Promise<number>((resolve, reject) => {
      wire.#server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
    return wire;
  }

  private constructor(daemonAddress: string) {
    this.#daemon = new Client(daemonAddress, credentials.createInsecure());
    const definition = { connect: method(CONNECT), open: method(OPEN) };
    this.#server.addService(definition, {
      connect: (call: Call) => {
        this.#connect(call);
      },
      open: (call: Call) => {
        pipe(call, openUpstream(this.#daemon, OPEN, call));
      },
    });
  }

  get address(): string {
    return `127.0.0.1:${String(this.#port)}`;
  }

  /** Stops the worker there. Resolves with the operation when it has come to that. */
  stopAt(stop: Stop): Promise<Passing> {
    this.#stop = stop;
    this.#reached = gate<Passing>();
    return this.#reached.passed;
  }

  /** Resolves when such an operation has passed to the daemon. */
  async passing(matches: (operation: Passing) => boolean): Promise<void> {
    while (!this.#passed.some(matches)) await once(this.#events, 'passed');
  }

  /** What the daemon says is lost from now on. */
  deafen(): void {
    this.#deaf = true;
  }

  stop(): void {
    this.#server.forceShutdown();
    this.#daemon.close();
  }

  #connect(call: Call): void {
    const upstream = openUpstream(this.#daemon, CONNECT, call);
    const stopped = new Map<number, Passing>();
    pipe(call, upstream, {
      up: (frame) => this.#up(frame, stopped),
      down: (frame) => this.#down(frame, stopped),
    });
  }

  /** Whether a frame of the worker may pass. */
  #up(frame: Bytes, stopped: Map<number, Passing>): boolean {
    if (this.#shut) return false;
    const { operations } = decoded('ConnectRequest', frame) as contract.ConnectRequest__Output;
    const match = operations.find((operation) => this.#stop?.matches(operation) === true);
    if (match !== undefined && this.#stop?.at === 'operation') {
      this.#reach(match);
      return false;
    }
    if (match !== undefined) stopped.set(match.id, match);
    this.#passed.push(...operations);
    this.#events.emit('passed');
    return true;
  }

  #down(frame: Bytes, stopped: Map<number, Passing>): boolean {
    if (this.#shut || this.#deaf) return false;
    if (stopped.size === 0) return true;
    const { answers } = decoded('ConnectResponse', frame) as contract.ConnectResponse__Output;
    const answered = answers.map(({ id }) => stopped.get(id)).find((operation) => operation !== undefined);
    if (answered === undefined) return true;
    this.#reach(answered);
    return false;
  }

  #reach(operation: Passing): void {
    this.#shut = true;
    this.#reached.open(operation);
  }
}

function method(path: string): {
  path: string;
  requestStream: true;
  responseStream: true;
  requestSerialize: (bytes: Bytes) => Bytes;
  requestDeserialize: (bytes: Bytes) => Bytes;
  responseSerialize: (bytes: Bytes) => Bytes;
  responseDeserialize: (bytes: Bytes) => Bytes;
} {
  const same = (bytes: Bytes): Bytes => bytes;
  return {
    path,
    requestStream: true,
    responseStream: true,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}

function openUpstream(daemon: Client, path: string, { metadata }: Call) {
  const { requestSerialize, responseDeserialize } = method(path);
  return daemon.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata.clone());
}

interface Judges {
  readonly up: (frame: Bytes) => boolean;
  readonly down: (frame: Bytes) => boolean;
}

const EVERYTHING: Judges = { up: () => true, down: () => true };

function pipe(call: Call, upstream: Upstream, { up, down }: Judges = EVERYTHING): void {
  call.on('data', (frame: Bytes) => {
    if (up(frame)) upstream.write(frame);
  });
  call.on('end', () => {
    upstream.end();
  });
  // The worker is gone: the daemon sees its stream close.
  call.on('cancelled', () => {
    upstream.cancel();
  });
  call.on('error', () => undefined);
  upstream.on('data', (frame: Bytes) => {
    if (down(frame)) call.write(frame);
  });
  upstream.on('end', () => undefined);
  upstream.on('error', () => undefined);
  upstream.on('status', (status) => {
    if (status.code === Status.OK) call.end();
    else
      call.emit('error', {
        code: status.code,
        details: status.details,
        metadata: status.metadata,
      });
  });
}

function decoded(name: string, frame: Bytes): object {
  const type = contractRoot().lookupType(`dbosd.v1.${name}`);
  return messageToObject(type, type.decode(frame));
}
