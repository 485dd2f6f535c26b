import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { startTimer, type Clock } from '@dbosd/shared';
import type { Logger } from 'pino';

export interface AcceptorOptions {
  readonly maxConnections: number;
  /** How long a peer may take to begin to speak HTTP/2. */
  readonly handshakeTimeoutMs: number;
  /** A connection without a call is asked to go by then, and closed a little later. */
  readonly idleTimeoutMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Takes a connection over. */
  readonly onConnection: (socket: Socket) => void;
}

/** A connection that is open. */
export interface Connection {
  readonly socket: Socket;
  /** Calls that are open on it. */
  calls: number;
  /** Since when it has had none, on the monotonic clock. */
  idleSinceMs: number;
}

/** How long a peer that was asked to go may take for it. */
const LEAVE_MS = 5000;
/** The preface of HTTP/2, and the head of the SETTINGS frame that must follow it. */
const HANDSHAKE_BYTES = 24 + 9;
/** How often the operator hears of connections that were turned away. */
const WARN_EVERY_MS = 60_000;

/**
 * Accepts connections, as many as may be open; one more is closed at once, and the others do not notice. A peer that
 * connects and does not begin to speak HTTP/2 is disconnected.
 */
export class Acceptor {
  readonly #options: AcceptorOptions;
  readonly #servers: Server[] = [];
  /** By the address and port of the peer. */
  readonly #connections = new Map<string, Connection>();
  readonly #graceMs: number;
  #cancelTimer: (() => void) | undefined;
  #turnedAway = 0;
  #warnedAtMs = -Infinity;

  constructor(options: AcceptorOptions) {
    this.#options = options;
    this.#graceMs = Math.min(LEAVE_MS, options.idleTimeoutMs);
  }

  /** How many connections are open. */
  get size(): number {
    return this.#connections.size;
  }

  /** The connection that a socket belongs to, or stands for. */
  find(socket: Pick<Socket, 'remoteAddress' | 'remotePort'>): Connection | undefined {
    return this.#connections.get(keyOf(socket));
  }

  /**
   * Listens at every address of a host that can be bound, at one port, which it resolves with; 0: any free one. Rejects
   * where the port is taken, or no address is one of this machine.
   */
  async listen(host: string, port: number): Promise<number> {
    const addresses = await lookup(host, { all: true });
    let bound: number | undefined;
    let failure: Error | undefined;
    for (const { address } of addresses) {
      try {
        bound = await this.#bind(address, bound ?? port);
      } catch (cause) {
        failure = cause as Error;
        // Else some callers would find another program at this port.
        if (port !== 0 && isTaken(failure)) break;
      }
    }
    if (bound !== undefined && (failure === undefined || port === 0 || !isTaken(failure))) return bound;
    this.close();
    throw failure ?? new Error(`${host} has no address`);
  }

  /** Takes no more connections. */
  close(): void {
    for (const server of this.#servers.splice(0)) server.close();
  }

  /** Ends every connection that is open. */
  destroyAll(): void {
    this.#cancelTimer?.();
    for (const { socket } of [...this.#connections.values()]) socket.destroy();
  }

  async #bind(address: string, port: number): Promise<number> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.#accept(socket);
    });
    server.listen({ host: address, port, exclusive: true });
    await once(server, 'listening');
    // Not to be able to accept one connection (no descriptors, no memory) must not end the process.
    server.on('error', (err) => {
      this.#options.log.warn({ err }, 'rpc.accept_failed');
    });
    this.#servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  #accept(socket: Socket): void {
    const { maxConnections, handshakeTimeoutMs, clock, onConnection } = this.#options;
    if (this.#connections.size >= maxConnections) {
      socket.destroy();
      this.#turnAway();
      return;
    }
    const key = keyOf(socket);
    this.#connections.set(key, { socket, calls: 0, idleSinceMs: clock.monotonicMs() });
    this.#cancelTimer ??= this.#watchIdle();
    const cancelTimer = startTimer(handshakeTimeoutMs, () => {
      if (socket.bytesRead < HANDSHAKE_BYTES) socket.destroy();
    });
    socket.once('close', () => {
      cancelTimer();
      this.#connections.delete(key);
    });
    onConnection(socket);
  }

  // The server asks an idle connection to go; here those are closed that do not.
  #watchIdle(): () => void {
    return startTimer(this.#graceMs, () => {
      const nowMs = this.#options.clock.monotonicMs();
      for (const { socket, calls, idleSinceMs } of [...this.#connections.values()]) {
        const isOver = nowMs - idleSinceMs >= this.#options.idleTimeoutMs + this.#graceMs;
        if (calls === 0 && isOver) socket.destroy();
      }
      this.#cancelTimer = this.#connections.size > 0 ? this.#watchIdle() : undefined;
    });
  }

  #turnAway(): void {
    const { clock, log, maxConnections } = this.#options;
    this.#turnedAway += 1;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#warnedAtMs < WARN_EVERY_MS) return;
    this.#warnedAtMs = nowMs;
    log.warn({ maxConnections, turnedAway: this.#turnedAway }, 'rpc.connections_full');
    this.#turnedAway = 0;
  }
}

function keyOf({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string {
  return `${String(remoteAddress)} ${String(remotePort)}`;
}

/** Whether another program listens at the port. */
export function isTaken(failure: Error): boolean {
  return (failure as NodeJS.ErrnoException).code === 'EADDRINUSE';
}
