import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Link {
  /** The side that connected to the proxy. */
  readonly near: Socket;
  readonly far: Socket;
}

/** `swallow`: what the server says is lost; `blackhole`: what either side says is, and nobody is told. */
type Mode = 'open' | 'refuse' | 'swallow' | 'blackhole';

/** A TCP proxy on loopback before a server, whose connections can be broken in the ways in which networks break them. */
export class CuttingProxy {
  #target: URL;
  readonly #server: Server;
  readonly #links = new Set<Link>();
  #mode: Mode = 'open';
  #accepted = 0;
  #mostSent = Infinity;
  /** Bytes that came from the side that connected, and from the server. */
  readonly passed = { sent: 0, received: 0 };

  /** In front of the server that a connection string, or `host:port`, names. Stop it in `after`. */
  static async start(target: string): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(new URL(target.includes('://') ? target : `tcp://${target}`));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((near) => {
      this.#accept(near);
    });
  }

  /** The connection string that leads through the proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.host = this.address;
    return url.href;
  }

  get address(): string {
    return `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#links.size;
  }

  /** How many connections have been accepted, those that were reset at once too. */
  get accepted(): number {
    return this.#accepted;
  }

  /** New connections lead to another server, as when a name is given to it; those that there are stay where they are. */
  leadTo(target: string): void {
    const { hostname, port } = new URL(target.includes('://') ? target : `tcp://${target}`);
    const moved = new URL(this.#target);
    moved.hostname = hostname;
    moved.port = port;
    this.#target = moved;
  }

  /** Resets all connections; new ones are welcome, if they were before. */
  cut(): void {
    for (const link of [...this.#links]) this.#end(link);
  }

  /** Resets all connections, and each new one. */
  refuse(): void {
    this.#mode = 'refuse';
    this.cut();
  }

  /** What the server says is lost from now on, on the connections that there are and on new ones. */
  swallowAnswers(): void {
    this.#mode = 'swallow';
  }

  /** Each new connection is reset when more than so many bytes have come from the side that connected. */
  limitSent(bytes: number): void {
    this.#mostSent = bytes;
  }

  /** Nothing passes any more, in either direction, and nobody is told. New connections are accepted and stay silent. */
  blackhole(): void {
    this.#mode = 'blackhole';
  }

  /** New connections pass again. Those that there are are reset: what was swallowed on them is lost. */
  restore(): void {
    this.cut();
    this.#mode = 'open';
  }

  async stop(): Promise<void> {
    this.cut();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(near: Socket): void {
    this.#accepted += 1;
    near.on('error', () => undefined);
    if (this.#mode === 'refuse') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(this.#target.port), this.#target.hostname);
    far.on('error', () => undefined);
    const link = { near, far };
    this.#links.add(link);
    for (const side of [near, far]) {
      side.setNoDelay(true);
      side.on('close', () => {
        this.#end(link);
      });
    }
    const mostSent = this.#mostSent;
    let sent = 0;
    near.on('data', (bytes) => {
      sent += bytes.length;
      if (sent > mostSent) {
        this.#end(link);
        return;
      }
      this.passed.sent += bytes.length;
      if (this.#mode !== 'blackhole') far.write(bytes);
    });
    far.on('data', (bytes) => {
      this.passed.received += bytes.length;
      if (this.#mode === 'open') near.write(bytes);
    });
    near.on('end', () => far.end());
    far.on('end', () => near.end());
  }

  #end(link: Link): void {
    if (!this.#links.delete(link)) return;
    if (link.near.readyState !== 'closed') link.near.resetAndDestroy();
    link.far.destroy();
  }
}
