import {
  DEFAULT_MAX_PAYLOAD_BYTES,
  RECEIVE_OVERHEAD_BYTES,
  REQUEST_OVERHEAD_BYTES,
  systemClock,
  type Clock,
} from '@dbosd/shared';
import { Server } from '@grpc/grpc-js';
import type { Logger } from 'pino';
import type { Service } from '../lifecycle.js';
import type { DurableOperations } from '../model/durable.js';
import type { WorkerDispatch } from '../model/workers.js';
import type { Operations } from '../operations/operations.js';
import { type AdmissionLimits, InFlight } from './admission.js';
import { Failures } from './failures.js';
import { Warnings } from '../ops/warnings.js';
import { Health } from './health.js';
import { OutputBudget, type OutputLimits } from './link/output-budget.js';
import type { StreamService } from './link/stream-service.js';
import { CallTurns } from './link/turns.js';
import { addReflection } from './reflection.js';
import {
  DEFAULT_ADMISSION,
  DEFAULT_CONNECTIONS,
  DEFAULT_OUTPUT,
  DEFAULT_READ_SLOTS,
  DEFAULT_WRITE_SLOTS,
  DEFAULT_TIMING,
  type ConnectionLimits,
  type RpcTiming,
} from './server-limits.js';
import { addServices } from './services.js';
import { DEFAULT_SESSION_LIMITS, type SessionLimits } from './sessions/environment.js';
import { Acceptor, isTaken } from './transport/acceptor.js';
import { TransportStreams } from './transport/transport-streams.js';
import { serverCredentials } from './transport/credentials.js';
import { DEFAULT_WORKER_LIMITS, type WorkerLimits } from './workers/environment.js';

export interface RpcServerOptions {
  readonly operations: Operations;
  readonly durable: DurableOperations;
  readonly dispatch: WorkerDispatch;
  readonly log: Logger;
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  /** 0: any free one, see `address`. */
  readonly port: number;
  /** The daemon's version, announced in sessions. */
  readonly version: string;
  /** Default: 2 MiB. */
  readonly maxPayloadBytes?: number;
  /** Answer server reflection. Default: true. */
  readonly reflection?: boolean;
  readonly admission?: Partial<AdmissionLimits>;
  readonly sessions?: Partial<SessionLimits>;
  readonly workers?: Partial<WorkerLimits>;
  readonly output?: Partial<OutputLimits> | undefined;
  readonly connections?: Partial<ConnectionLimits>;
  /** Calls that read at once; callers take turns at them. Default: 8. */
  readonly readSlots?: number;
  /** Calls that write in their own transactions at once; callers take turns at them, too. Default: 32. */
  readonly writeSlots?: number;
  readonly timing?: Partial<RpcTiming>;
  readonly clock?: Clock;
  /** Where failures of calls are counted. Default: the server's own. */
  readonly warnings?: Warnings;
  /** Spreads the renewals of streams; from 0 (inclusive) to 1. */
  readonly random?: () => number;
}

// How long the last bytes may take to leave, once everything is answered.
const FLUSH_MS = 1000;

/**
 * The daemon's gRPC surface. `start` binds and serves; `beginDrain` asks callers to go to another daemon, while everything
 * still works; `stop` lets what is in flight finish for a while, then cuts it.
 */
export class RpcServer implements Service {
  readonly #options: RpcServerOptions;
  readonly #timing: RpcTiming;
  readonly #clock: Clock;
  readonly #server: Server;
  readonly #health: Health;
  readonly #warnings: Warnings;
  readonly #inFlight: InFlight;
  readonly #budget: OutputBudget;
  readonly #streams: TransportStreams;
  readonly #acceptor: Acceptor;
  readonly #sessions: StreamService;
  readonly #workers: StreamService;
  readonly #draining = new AbortController();
  #serving = true;
  #port: number | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: RpcServerOptions) {
    const maxPayloadBytes = options.maxPayloadBytes ?? DEFAULT_MAX_PAYLOAD_BYTES;
    this.#options = options;
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#clock = options.clock ?? systemClock;
    const connections = { ...DEFAULT_CONNECTIONS, ...options.connections };
    this.#acceptor = new Acceptor({
      ...connections,
      handshakeTimeoutMs: connections.requestTimeoutMs,
      clock: this.#clock,
      log: options.log,
      onConnection: (socket) => {
        injector.injectConnection(socket);
      },
    });
    const streams = new TransportStreams({ ...connections, acceptor: this.#acceptor, clock: this.#clock });
    this.#streams = streams;
    this.#server = new Server({
      ...serverOptions(maxPayloadBytes),
      'grpc.max_connection_idle_ms': connections.idleTimeoutMs,
      interceptors: [streams.interceptor],
    });
    const injector = this.#server.createConnectionInjector(serverCredentials());
    this.#budget = new OutputBudget({ ...DEFAULT_OUTPUT, ...options.output }, this.#clock);
    const turns = new CallTurns({
      reads: options.readSlots ?? DEFAULT_READ_SLOTS,
      writes: options.writeSlots ?? DEFAULT_WRITE_SLOTS,
    });
    this.#budget.onRoom(() => {
      turns.retry();
    });
    this.#inFlight = new InFlight(options.log);
    this.#warnings = options.warnings ?? new Warnings(options.log, this.#clock);
    const failures = new Failures(options.log, this.#warnings);
    const { names, sessions, workers } = addServices(this.#server, {
      operations: options.operations,
      durable: options.durable,
      dispatch: options.dispatch,
      failures,
      inFlight: this.#inFlight,
      streams,
      budget: this.#budget,
      turns,
      clock: this.#clock,
      random: options.random ?? Math.random,
      version: options.version,
      maxPayloadBytes,
      maxRequestBytes: maxPayloadBytes + REQUEST_OVERHEAD_BYTES,
      admission: { ...DEFAULT_ADMISSION, ...options.admission },
      sessionLimits: { ...DEFAULT_SESSION_LIMITS, ...options.sessions },
      workerLimits: { ...DEFAULT_WORKER_LIMITS, ...options.workers },
      timing: this.#timing,
    });
    this.#sessions = sessions;
    this.#workers = workers;
    this.#health = new Health(names);
    this.#health.addTo(this.#server);
    if (options.reflection !== false) addReflection(this.#server, failures, streams);
  }

  /** Where it listens, as `host:port`. Throws before `start` has resolved. */
  get address(): string {
    if (this.#port === undefined) throw new Error('the server does not listen yet: await start() first');
    return `${bracketed(this.#options.host)}:${String(this.#port)}`;
  }

  /** Aborted when the daemon begins to drain. */
  get draining(): AbortSignal {
    return this.#draining.signal;
  }

  /** How many sessions are open. */
  get openSessions(): number {
    return this.#sessions.size;
  }

  /** How many workers' streams are open. */
  get openWorkers(): number {
    return this.#workers.size;
  }

  /** How many connections are open. */
  get openConnections(): number {
    return this.#acceptor.size;
  }

  /** Bytes of answers and frames that peers have not taken yet. */
  get heldOutputBytes(): number {
    return this.#budget.heldBytes;
  }

  /** Binds, and reports SERVING unless set otherwise. Rejects when the port is taken, or the host is not of this machine. */
  async start(): Promise<void> {
    const { host, port, log } = this.#options;
    const target = `${bracketed(host)}:${String(port)}`;
    this.#port = await this.#acceptor.listen(host, port).catch((cause: unknown) => {
      throw bindError(target, cause as Error);
    });
    this.#tellHealth();
    log.info({ address: this.address }, 'rpc.listening');
  }

  /** Sets whether health reports SERVING; a daemon without its database does not. A draining one never does. */
  setServing(serving: boolean): void {
    this.#serving = serving;
    this.#tellHealth();
  }

  /** Whether notifications arrive; health says so of a service of that name (`NOTIFICATIONS`). */
  setHearing(hearing: boolean): void {
    this.#health.setHearing(hearing);
  }

  /** Reports NOT_SERVING and asks all sessions and workers to go. Calls are still answered. */
  beginDrain(): void {
    if (this.#draining.signal.aborted) return;
    this.#draining.abort();
    this.#tellHealth();
    this.#sessions.drain();
    this.#workers.drain();
  }

  /** Drains, waits for what is in flight as long as the grace allows, and closes every connection. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.beginDrain();
    // No new connections from now on; those that are open end with their last call.
    this.#acceptor.close();
    const closed = new Promise<void>((resolve) => {
      this.#server.tryShutdown(() => {
        resolve();
      });
    });
    // Watchers of health never end by themselves, so they are not awaited.
    await this.#within(this.#timing.stopGraceMs, [closed, this.#inFlight.settled()]);
    this.#sessions.end();
    this.#workers.end();
    await this.#within(FLUSH_MS, [closed]);
    this.#server.forceShutdown();
    this.#acceptor.destroyAll();
    this.#budget.stop();
    this.#streams.stop();
    this.#warnings.stop();
    this.#options.log.info('rpc.stopped');
  }

  /** Resolves with the first of `ends`, or when the time is up. */
  async #within(ms: number, ends: readonly Promise<void>[]): Promise<void> {
    const over = new AbortController();
    const timeUp = this.#clock.sleep(ms, over.signal).catch(() => undefined);
    await Promise.race([...ends, timeUp]);
    over.abort();
    await timeUp;
  }

  #tellHealth(): void {
    this.#health.setServing(this.#serving && this.#port !== undefined && !this.#draining.signal.aborted);
  }
}

function serverOptions(maxPayloadBytes: number): ConstructorParameters<typeof Server>[0] {
  return {
    // More than any valid request has, so that the daemon itself refuses what is too large.
    'grpc.max_receive_message_length': maxPayloadBytes + RECEIVE_OVERHEAD_BYTES,
    'grpc.max_send_message_length': -1,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
    // Also below the 1,000 resets at once that end a whole connection.
    'grpc.max_concurrent_streams': 1000,
    'grpc.enable_channelz': 0,
  };
}

function bindError(target: string, cause: Error): Error {
  return new Error(
    isTaken(cause)
      ? `cannot listen on ${target}: the port is taken; choose another with --port`
      : `cannot listen on ${target}: choose an address of this machine with --host, a free port with --port`,
    { cause },
  );
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
