import { contractDefinition, toStatus, type contract, type DbosdError } from '@dbosd/shared';
import { Server, ServerCredentials, type ServerDuplexStream, type ServiceDefinition } from '@grpc/grpc-js';
import { FakeLink } from './fake-link.js';
import { FakeWorkerStream, type FakeWorkerScript } from './fake-worker-stream.js';

type Request = contract.SessionRequest__Output;
type Frame = contract.OpenRequest__Output;
type Stream = ServerDuplexStream<Frame, contract.OpenResponse>;

/** What a fake daemon does by itself; everything else is done by the test, which holds the sessions. */
export interface FakeDaemonScript {
  readonly limits?: Partial<contract.SessionOpened>;
  /** Called for each request. Absent: nothing answers. */
  readonly onRequest?: (session: FakeSession, request: Request) => void;
  /** What it does with workers. */
  readonly worker?: FakeWorkerScript;
  /** 0: any free one. */
  readonly port?: number;
}

/** A daemon without a database: it serves sessions and workers, records what they send, and answers as its script says. */
export class FakeDaemon {
  readonly sessions: FakeSession[] = [];
  readonly workers: FakeWorkerStream[] = [];
  readonly #server: Server;
  readonly #watchers = new Set<() => void>();
  port = 0;

  static async start(script: FakeDaemonScript = {}): Promise<FakeDaemon> {
    const daemon = new FakeDaemon(script);
    await daemon.#listen(script.port ?? 0);
    return daemon;
  }

  private constructor(script: FakeDaemonScript) {
    this.#server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
    const service = contractDefinition()['dbosd.v1.SessionService'] as unknown as ServiceDefinition;
    this.#server.addService(service, {
      Open: (stream: Stream) => {
        const session = new FakeSession(stream, script, () => {
          this.#changed();
        });
        this.sessions.push(session);
        this.#changed();
      },
    });
    const workers = contractDefinition()['dbosd.v1.WorkerService'] as unknown as ServiceDefinition;
    this.#server.addService(workers, {
      Connect: (stream: ConstructorParameters<typeof FakeWorkerStream>[0]) => {
        const worker = new FakeWorkerStream(stream, script.worker ?? {}, () => {
          this.#changed();
        });
        this.workers.push(worker);
        this.#changed();
      },
    });
  }

  get address(): string {
    return `127.0.0.1:${String(this.port)}`;
  }

  /** The session opened last. */
  get session(): FakeSession {
    const last = this.sessions.at(-1);
    if (last === undefined) throw new Error('no session was opened');
    return last;
  }

  /** The worker's stream that was opened last. */
  get worker(): FakeWorkerStream {
    const last = this.workers.at(-1);
    if (last === undefined) throw new Error('no worker has connected');
    return last;
  }

  /** All requests of all sessions, in the order in which they came. */
  get requests(): Request[] {
    return this.sessions.flatMap((session) => session.requests);
  }

  /** Resolves as soon as the fact holds; checked whenever something happens here. */
  async until(fact: () => boolean): Promise<void> {
    if (fact()) return;
    await new Promise<void>((resolve) => {
      const watch = (): void => {
        if (!fact()) return;
        this.#watchers.delete(watch);
        resolve();
      };
      this.#watchers.add(watch);
    });
  }

  /** Ends it, and every connection at once. */
  stop(): void {
    this.#server.forceShutdown();
  }

  async #listen(port: number): Promise<void> {
    this.port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(
        `127.0.0.1:${String(port)}`,
        ServerCredentials.createInsecure(),
        (error, bound) => {
          if (error === null) resolve(bound);
          else reject(error);
        },
      );
    });
  }

  #changed(): void {
    for (const watch of [...this.#watchers]) watch();
  }
}

/** One session, seen from the daemon. */
export class FakeSession {
  /** Frames that carried something. */
  readonly frames: Frame[] = [];
  readonly requests: Request[] = [];
  readonly subscribes: contract.Subscribe__Output[] = [];
  readonly credits: contract.Credit__Output[] = [];
  readonly cancels: number[] = [];
  readonly unsubscribes: number[] = [];
  readonly #link: FakeLink<Frame, contract.OpenResponse>;

  constructor(stream: Stream, script: FakeDaemonScript, changed: () => void) {
    this.#link = new FakeLink<Frame, contract.OpenResponse>({
      stream,
      onFrame: (frame) => {
        this.#record(frame);
        for (const request of frame.requests) script.onRequest?.(this, request);
      },
      onChange: changed,
    });
    this.#link.write({ opened: { ...GENEROUS, ...script.limits } });
  }

  get halfClosed(): boolean {
    return this.#link.halfClosed;
  }

  get ended(): boolean {
    return this.#link.ended;
  }

  answer(id: number, outcome: Omit<contract.SessionAnswer, 'id'>): void {
    this.#link.write({ answers: [{ id, ...outcome }] });
  }

  refuse(id: number, error: DbosdError): void {
    this.answer(id, { error: toStatus(error) });
  }

  respond(id: number, bytes: number, outcome: Omit<contract.SubscriptionResponse, 'id' | 'bytes'>): void {
    this.#link.write({ responses: [{ id, bytes, ...outcome }] });
  }

  goAway(draining = false): void {
    this.#link.write({ goingAway: { draining } });
  }

  /** Ends it at once, with everything on it. */
  break(): void {
    this.#link.break();
  }

  #record(frame: Frame): void {
    const { requests, subscribes, credits, cancels, unsubscribes } = frame;
    if (requests.length + subscribes.length + credits.length + cancels.length + unsubscribes.length > 0) {
      this.frames.push(frame);
    }
    this.requests.push(...requests);
    this.subscribes.push(...subscribes);
    this.credits.push(...credits);
    this.cancels.push(...cancels);
    this.unsubscribes.push(...unsubscribes);
  }
}

const GENEROUS = {
  maxPayloadBytes: 2 * 1024 * 1024,
  maxRequestBytes: 2.5 * 1024 * 1024,
  maxWaits: 20_000,
  maxCalls: 4096,
  maxBytes: 16 * 1024 * 1024,
  daemonVersion: 'fake',
};

/** Answers every send as stored. */
export function acknowledgeSends(session: FakeSession, { id, send }: Request): void {
  if (!send?.message) return;
  session.answer(id, {
    send: {
      messageId: `${send.message.idempotencyKey ?? ''}::${send.message.destinationId}`,
      destinationStatus: 'WORKFLOW_STATUS_PENDING',
    },
  });
}

/** A value as the contract has it, in portable JSON. */
export function portableValue(value: unknown): contract.Value {
  return { payload: { data: JSON.stringify(value), serialization: 'portable_json' } };
}
